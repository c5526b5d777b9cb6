/** Reads the lines of `buildx build --progress rawjson`: BuildKit's SolveStatus as values. */

import { type Fields, isFields, jsonOf } from "../../any-json.ts";
import { listOf, numberOf, textOf } from "./progress-fields.ts";

/** A step of the build. Times are milliseconds since 1970, by the builder's clock. */
export interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started: number | undefined;
  readonly completed: number | undefined;
  readonly cached: boolean;
  readonly error: string | undefined;
  /** Digests of the steps it builds on. */
  readonly inputs: readonly string[];
}

/** How far a transfer within a step is: a layer, the context, a push. */
export interface Status {
  readonly vertex: string;
  readonly id: string;
  readonly current: number;
  /** Bytes, 0 where unknown. */
  readonly total: number;
  readonly completed: boolean;
}

/** A piece of what a step printed; it may end in the middle of a line or of a character. */
export interface Output {
  readonly vertex: string;
  readonly data: Buffer;
  readonly time: number | undefined;
}

/** A finding of BuildKit's build checks. */
export interface BuildWarning {
  readonly text: string;
  readonly detail: string;
  readonly url: string;
  readonly file: string;
  /** First line it is about, from 1; 0 where it names none. */
  readonly line: number;
}

export interface Progress {
  readonly vertexes: readonly Vertex[];
  readonly statuses: readonly Status[];
  readonly outputs: readonly Output[];
  readonly warnings: readonly BuildWarning[];
}

/**
 * One line as progress, or undefined when it is anything else: buildx writes its own messages,
 * and the error at the end, as plain text between the JSON lines.
 *
 * Source: `client.SolveStatus` of github.com/moby/buildkit. What is not of the expected form is
 * left out rather than an error: progress only tells, the exit code judges.
 */
export function parseProgress(line: string): Progress | undefined {
  if (!line.startsWith("{")) return undefined;
  const value = jsonOf(line);
  if (!isFields(value)) return undefined;
  const { vertexes, statuses, logs, warnings } = value;
  if (![vertexes, statuses, logs, warnings].some(Array.isArray)) return undefined;
  return {
    vertexes: listOf(vertexes).flatMap(vertexFrom),
    statuses: listOf(statuses).flatMap(statusFrom),
    outputs: listOf(logs).flatMap(outputFrom),
    warnings: listOf(warnings).map(warningFrom),
  };
}

function vertexFrom(fields: Fields): Vertex[] {
  const digest = textOf(fields.digest);
  if (digest === "") return [];
  const vertex = {
    digest,
    name: textOf(fields.name),
    started: timeOf(fields.started),
    completed: timeOf(fields.completed),
    cached: fields.cached === true,
    error: textOf(fields.error) || undefined,
    inputs: Array.isArray(fields.inputs) ? fields.inputs.map(textOf) : [],
  };
  return [vertex];
}

function statusFrom(fields: Fields): Status[] {
  const { vertex, id, current, total, completed } = fields;
  if (typeof vertex !== "string" || typeof id !== "string") return [];
  const numbers = { current: numberOf(current), total: numberOf(total) };
  return [{ vertex, id, ...numbers, completed: timeOf(completed) !== undefined }];
}

function outputFrom(fields: Fields): Output[] {
  const { vertex, data, timestamp } = fields;
  if (typeof vertex !== "string" || typeof data !== "string") return [];
  return [{ vertex, data: Buffer.from(data, "base64"), time: timeOf(timestamp) }];
}

function warningFrom(fields: Fields): BuildWarning {
  const detail = Array.isArray(fields.detail) ? fields.detail.map(decoded) : [];
  const source = isFields(fields.sourceInfo) ? fields.sourceInfo : {};
  const start = listOf(fields.range)[0]?.start;
  return {
    text: decoded(fields.short),
    detail: detail.join("\n"),
    url: textOf(fields.url),
    file: textOf(source.filename),
    line: isFields(start) ? numberOf(start.line) : 0,
  };
}

const decoded = (value: unknown): string => Buffer.from(textOf(value), "base64").toString("utf8");
const timeOf = (value: unknown): number | undefined => Date.parse(textOf(value)) || undefined;

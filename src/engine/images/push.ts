/** Pushes an image of the engine's store to its registry. */

import type { Engine } from "../engine.ts";
import { maybeTextAt, numberAt, valueAt } from "../json.ts";
import { jsonLines } from "../json-lines.ts";
import { RegistryFailure } from "../registry/failure.ts";
import { inPath, parseReference, type Reference, repositoryOf } from "../registry/reference.ts";

export interface RegistryOptions {
  /** Value of `X-Registry-Auth`, as `registryAuth` gives it. */
  readonly auth?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PushOptions extends RegistryOptions {
  /** Called with a line for a person: `668682a9dacc: Pushed`. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface Pushed {
  /** Of the manifest or index that the tag now names. */
  readonly digest: string;
  /** Bytes of that manifest or index. */
  readonly size: number;
}

/** Credentials of nobody: the engine wants the header all the same. */
const NOBODY = Buffer.from("{}").toString("base64");

/** Pushes once. RegistryFailure: registry, repository, its words, and a hint; `refusal` says whether to retry. */
export async function pushImage(
  engine: Engine,
  ref: string,
  options: PushOptions = {},
): Promise<Pushed> {
  const reference = parseReference(ref);
  // Without a tag the engine would push every one of the repository.
  const query = new URLSearchParams({ tag: reference.tag ?? "latest" });
  const path = `/images/${inPath(repositoryOf(reference))}/push?${query}`;
  const { signal } = options;
  const stream = await engine.stream("POST", path, { headers: authHeader(options), signal });
  let pushed: Pushed | undefined;
  for await (const line of jsonLines(stream, `the engine's answer to the push of ${ref}`)) {
    refuse(line, reference, options);
    pushed = pushedIn(line) ?? pushed;
    tell(line, options);
  }
  if (pushed !== undefined) return pushed;
  throw failed("the engine reported no digest", reference, options);
}

/** Header that carries the credentials. */
export function authHeader({ auth }: RegistryOptions): Readonly<Record<string, string>> {
  return { "X-Registry-Auth": auth ?? NOBODY };
}

/** The digest in a line of the answer: `aux`, or (containerd store) `1: digest: sha256:… size: 2382`. */
export function pushedIn(line: unknown): Pushed | undefined {
  const digest = maybeTextAt(line, "aux", "Digest");
  if (digest !== undefined) return { digest, size: numberAt(line, "aux", "Size") };
  const found = / digest: (\S+:[0-9a-f]+) size: (\d+)$/.exec(maybeTextAt(line, "status") ?? "");
  return found?.[1] === undefined ? undefined : { digest: found[1], size: Number(found[2]) };
}

function refuse(line: unknown, reference: Reference, options: PushOptions): void {
  const text = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
  if (text !== undefined) throw failed(text, reference, options);
}

function failed(text: string, reference: Reference, { auth }: PushOptions): RegistryFailure {
  return new RegistryFailure({
    did: "push to",
    reference,
    text,
    authenticated: auth !== undefined,
  });
}

/** Changes of state only: the bars of layers under way would be thousands of lines. */
function tell(line: unknown, { onProgress }: PushOptions): void {
  const status = maybeTextAt(line, "status");
  if (status === undefined || valueAt(line, "progressDetail", "total") !== undefined) return;
  const id = maybeTextAt(line, "id");
  onProgress?.(id === undefined ? status : `${id}: ${status}`);
}

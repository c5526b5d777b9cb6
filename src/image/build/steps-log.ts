/** Tells a running build as lines a person can read, like buildx's own plain progress. */

import { assertNever } from "../../failure.ts";
import type { Status } from "./progress.ts";
import { isRunning, type Step, type StepEvent, wasCancelled } from "./steps-event.ts";

/** Milliseconds between two lines about the same transfer, and of silence until a sign of life. */
const TRANSFER = 5_000;
const SILENCE = 30_000;

/** What was told and when; `now` is always milliseconds by our clock. */
export class StepsLog {
  readonly #write: (line: string) => void;
  readonly #transfers = new Map<number, number>();
  readonly #ends = new Map<number, string>();
  #told: number;

  constructor(write: (line: string) => void, now: number) {
    this.#write = write;
    this.#told = now;
  }

  tell(event: StepEvent, now: number): void {
    const text = this.#textOf(event, now);
    if (text === undefined) return;
    this.#told = now;
    this.#write(`#${event.step.number} ${text}`);
  }

  /** To be called every second or so: after 30 s without a line it names what still runs. */
  tick(steps: readonly Step[], now: number): void {
    if (now - this.#told < SILENCE) return;
    const running = steps.filter(isRunning);
    if (running.length === 0) return;
    this.#told = now;
    for (const step of running) {
      const quiet = Math.round((now - step.heard) / 1000);
      this.#write(`#${step.number} still running, no output for ${quiet} s: ${titleOf(step)}`);
    }
  }

  #textOf(event: StepEvent, now: number): string | undefined {
    switch (event.kind) {
      case "started":
        this.#transfers.set(event.step.number, now);
        return titleOf(event.step);
      case "line":
        return `${seconds(event.time - startOf(event.step))} ${event.text}`;
      case "ended":
        return this.#endOf(event.step);
      case "status":
        return this.#transferOf(event.step, event.status, now);
      default:
        return assertNever(event);
    }
  }

  /** BuildKit runs some steps several times for a moment: the same end is told once. */
  #endOf(step: Step): string | undefined {
    const text = endOf(step);
    if (this.#ends.get(step.number) === text) return undefined;
    this.#ends.set(step.number, text);
    return text;
  }

  /** Small parts (`naming to …`) are told when done, layers of a known size every few seconds. */
  #transferOf(step: Step, status: Status, now: number): string | undefined {
    if (status.total === 0) return status.completed ? `${status.id} done` : undefined;
    if (now - (this.#transfers.get(step.number) ?? 0) < TRANSFER) return undefined;
    this.#transfers.set(step.number, now);
    return `${status.id} ${megabytes(status.current)} of ${megabytes(status.total)} MB`;
  }
}

/** The name of a step on one line: here-documents make it long. */
export function titleOf(step: Step): string {
  const name = step.name.replace(/\s+/g, " ");
  return name.length > 300 ? `${name.slice(0, 299)}…` : name;
}

function endOf(step: Step): string {
  if (wasCancelled(step)) return "CANCELED";
  if (step.error !== undefined) return `ERROR: ${step.error}`;
  if (step.cached) return "CACHED";
  const { start = 0, end = start } = step.spans.at(-1) ?? {};
  return `DONE ${seconds(end - start)}s`;
}

const startOf = (step: Step): number => step.spans.at(-1)?.start ?? 0;
const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(1);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Gathers a build's progress into its steps: what ran, for how long, and its last lines. */

import { Lines } from "../../engine/lines.ts";
import type { BuildWarning, Output, Progress, Status, Vertex } from "./progress.ts";
import { isRunning, type Step, type StepEvent, stepPlatforms } from "./steps-event.ts";
import { withLine } from "./steps-line.ts";

/** Characters after which a line without an end is taken for one. */
const LONGEST = 8192;
const WARNINGS = 200;

interface Running {
  step: Step;
  lines: Lines | undefined;
  /** Time of the output being read, milliseconds by the builder's clock. */
  time: number;
}

/** Grows with the number of steps, not with what they print. */
export class BuildSteps {
  readonly #byDigest = new Map<string, Running>();
  readonly #warnings: BuildWarning[] = [];
  #events: StepEvent[] = [];
  #crashed = false;

  get steps(): readonly Step[] {
    return [...this.#byDigest.values()].map(({ step }) => step);
  }

  get warnings(): readonly BuildWarning[] {
    return this.#warnings;
  }

  /** Whether the emulator told of a crash in any of them. */
  get crashed(): boolean {
    return this.#crashed;
  }

  /** Takes one piece of progress at `now` (milliseconds by our clock); returns what it changed. */
  add(progress: Progress, now: number): readonly StepEvent[] {
    this.#events = [];
    const before = new Map(progress.vertexes.map(({ digest }) => [digest, this.#stepOf(digest)]));
    for (const vertex of progress.vertexes) this.#vertex(vertex, now);
    for (const [digest, earlier] of before) this.#tellStart(digest, earlier);
    for (const output of progress.outputs) this.#output(output, now);
    for (const status of progress.statuses) this.#status(status, now);
    for (const [digest, earlier] of before) this.#tellEnd(digest, earlier);
    this.#warnings.push(...progress.warnings.slice(0, WARNINGS - this.#warnings.length));
    return this.#events;
  }

  #stepOf = (digest: string): Step | undefined => this.#byDigest.get(digest)?.step;

  #vertex(vertex: Vertex, now: number): void {
    if (vertex.started === undefined) return;
    const known = this.#byDigest.get(vertex.digest);
    const last = { start: vertex.started, end: vertex.completed };
    const earlier = known?.step.spans.filter(({ start }) => start !== last.start) ?? [];
    const step: Step = {
      number: known?.step.number ?? this.#byDigest.size + 1,
      name: vertex.name,
      platforms: known?.step.platforms ?? this.#platformsOf(vertex),
      spans: [...earlier, last],
      cached: vertex.cached,
      error: vertex.error,
      tail: known?.step.tail ?? [],
      heard: now,
      crash: known?.step.crash,
      clipped: known?.step.clipped,
    };
    if (known === undefined) {
      this.#byDigest.set(vertex.digest, { step, lines: undefined, time: last.start });
    } else known.step = step;
  }

  #platformsOf({ name, inputs }: Vertex): Step["platforms"] {
    const below = inputs.map((digest) => this.#stepOf(digest)?.platforms);
    return stepPlatforms(name) ?? below.find((platforms) => platforms !== undefined);
  }

  #output(output: Output, now: number): void {
    const running = this.#byDigest.get(output.vertex);
    if (running === undefined) return;
    running.time = output.time ?? running.time;
    running.step = { ...running.step, heard: now };
    running.lines ??= new Lines(LONGEST, (line) => this.#line(running, line));
    running.lines.push(output.data);
  }

  /** A lone CR goes back to the start of the line: what a terminal would show is what follows. */
  #line(running: Running, line: string): void {
    const text = line.slice(line.lastIndexOf("\r") + 1);
    running.step = withLine(running.step, text);
    this.#crashed ||= running.step.crash !== undefined;
    this.#events.push({ kind: "line", step: running.step, text, time: running.time });
  }

  #status(status: Status, now: number): void {
    const running = this.#byDigest.get(status.vertex);
    if (running === undefined) return;
    running.step = { ...running.step, heard: now };
    this.#events.push({ kind: "status", step: running.step, status });
  }

  #tellStart(digest: string, before: Step | undefined): void {
    const step = this.#stepOf(digest);
    if (before === undefined && step !== undefined) this.#events.push({ kind: "started", step });
  }

  #tellEnd(digest: string, before: Step | undefined): void {
    const running = this.#byDigest.get(digest);
    if (running === undefined || isRunning(running.step)) return;
    running.lines?.end();
    running.lines = undefined;
    const again = before !== undefined && !isRunning(before);
    if (!again) this.#events.push({ kind: "ended", step: running.step });
  }
}

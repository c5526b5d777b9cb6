/** The one error that a user reads: what failed, what was seen, what was expected, and what to do. */

/** A command that failed, as it is shown to the user. */
export interface FailedCommand {
  /** The command line, without secrets. */
  readonly line: string;
  readonly exitCode: number;
  /** The end of its error output; at most the last 20 lines are shown. */
  readonly stderr: string;
}

/** A cause and its cure. */
export interface Explanation {
  readonly cause: string;
  readonly fix: string;
  /** Anchor in docs/troubleshooting.md, without the `#`. */
  readonly anchor: string;
}

export interface FailureParts {
  /** What could not be done, in words of the workflow. */
  readonly what: string;
  /** The value received or seen. */
  readonly seen?: string | undefined;
  /** What was expected: the allowed values, or a "did you mean". */
  readonly expected?: string | undefined;
  readonly command?: FailedCommand | undefined;
  /** The likely cause. */
  readonly cause?: string | undefined;
  /** One thing to do: a command, or lines of YAML to paste. */
  readonly fix?: string | undefined;
  /** Anchor in docs/troubleshooting.md, without the `#`. */
  readonly anchor?: string | undefined;
  /** Other causes that fit, less likely ones later. */
  readonly also?: readonly Explanation[] | undefined;
}

/** Thrown for whatever the user can act on; everything else that is thrown is a bug of ours. */
export class Failure extends Error {
  readonly parts: FailureParts;

  constructor(parts: FailureParts, options?: { cause?: unknown }) {
    super(parts.what, options);
    this.name = "Failure";
    this.parts = parts;
  }
}

/** Several wrong inputs (or checks) at once; all are reported together. */
export class Failures extends Error {
  readonly failures: readonly Failure[];

  constructor(what: string, failures: readonly Failure[]) {
    super(what);
    this.name = "Failures";
    this.failures = failures;
  }
}

/** What was thrown, in one line. */
export function sentence(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error);
  const { what, seen, expected, command } = error.parts;
  const said = command?.stderr.trim().split("\n").at(-1);
  return [what, seen, expected, said]
    .filter((text) => text !== undefined && text !== "")
    .join(" | ");
}

/** Error code of the system (`ECONNREFUSED`), or "" where there is none. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** Ends a switch over a union: reached only by a value the types rule out. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}

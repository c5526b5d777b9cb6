/** What failed builds print, the likely cause, and one thing to do: a table. */

import type { FailureParts } from "../failure.ts";

export interface FailureFacts {
  /** The step's last lines, its error, and what buildx wrote. */
  readonly output: string;
  /** What the failing step ran on, or all platforms where that is not known. */
  readonly platform: string;
  /** Exit code of the failing program, undefined where none failed. */
  readonly code: number | undefined;
  readonly emulated: boolean;
}

export type Explained = Pick<FailureParts, "cause" | "fix" | "anchor">;

interface Row {
  readonly match: RegExp;
  readonly explain: (found: RegExpExecArray, facts: FailureFacts) => Explained;
}

/** Printed text -> cause. The first that matches counts: the exact ones stand first. */
export const ROWS: readonly Row[] = [
  {
    match: /exec format error/i,
    explain: (_, { platform }) => ({
      cause: `The builder's kernel has no handler for programs of ${platform}, or the program is made for another architecture.`,
      fix: "remove the input `builder`, so that the engine builds for which this step registers emulators",
      anchor: "exec-format-error",
    }),
  },
  {
    match: /no space left on device/i,
    explain: () => ({
      cause: "The disk of the builder is full.",
      fix: "docker system prune --all --force --volumes   # in an earlier step",
      anchor: "disk-full",
    }),
  },
  {
    match: /failed to read dockerfile: open (\S+): no such file/i,
    explain: (found) => ({
      cause: `There is no file ${found[1]} in the folder it is looked for.`,
      fix: "file: path/to/Dockerfile   # from the workspace, not from the context",
      anchor: "no-dockerfile",
    }),
  },
  {
    match: /unable to prepare context: path "([^"]*)" not found/i,
    explain: (found) => ({
      cause: `The context is the folder ${found[1]}, which is not there.`,
      fix: "context: .   # and actions/checkout in an earlier step",
      anchor: "no-context",
    }),
  },
  {
    match: /(?:source metadata for )?(\S+): no match for platform in manifest/i,
    explain: (found, { platform }) => ({
      cause: `The base image ${found[1]} is not made for ${platform}.`,
      fix: `docker buildx imagetools inspect ${found[1]}   # lists its platforms: take an image that has ${platform}`,
      anchor: "no-such-platform",
    }),
  },
  {
    match: /toomanyrequests|429 Too Many Requests/i,
    explain: () => ({
      cause: "The registry limits how many images are pulled from this address.",
      fix: "uses: docker/login-action@v3   # in an earlier step",
      anchor: "rate-limit",
    }),
  },
  {
    match:
      /401 Unauthorized|403 Forbidden|pull access denied|insufficient_scope|authorization failed|denied:/i,
    explain: () => ({
      cause:
        "The registry wants a login, the login lacks the right, or there is no such repository.",
      fix: "uses: docker/login-action@v3   # in an earlier step",
      anchor: "registry-denied",
    }),
  },
  {
    match: /failed to calculate checksum of ref [^"]*"([^"]*)": not found/i,
    explain: (found) => ({
      cause: `The context has no ${found[1]}, or .dockerignore leaves it out.`,
      fix: "correct the path in COPY: it counts from the context, not from the Dockerfile",
      anchor: "copy-not-found",
    }),
  },
  {
    match: /source metadata for (\S+): \S+: not found/i,
    explain: (found) => ({
      cause: `There is no image ${found[1]} in its registry.`,
      fix: `docker buildx imagetools inspect ${found[1]}   # correct the name or the tag in FROM`,
      anchor: "no-base-image",
    }),
  },
  {
    match: /no such host|connect: connection refused|i\/o timeout|TLS handshake timeout/i,
    explain: () => ({
      cause: "A server did not answer.",
      fix: "run the job again; if it stays, check the name and the proxy of the builder",
      anchor: "no-answer",
    }),
  },
];

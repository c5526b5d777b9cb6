/** Tells why an image that was to register emulators registered none for a platform. */

import { markFrom } from "../../binfmt/image-mark.ts";
import { type HandlerStatus, isFor } from "../../binfmt/status.ts";
import { Failure } from "../../failure.ts";
import { jobIdIn } from "../../job/job-id.ts";
import type { Architecture } from "../../platform/architecture.ts";
import { COMMAND, type ImageRun } from "./image-run.ts";

/**
 * The Failure for `lacking`, of which `run` registered no handler. That others' would run such
 * programs is no excuse: they are not what was asked for, and whoever has them may take them away.
 */
export function idleImage(
  image: string,
  lacking: readonly Architecture[],
  { after, ended }: ImageRun,
): Failure {
  const there = after.filter(
    (handler) =>
      jobIdIn(handler.name) === undefined &&
      lacking.some(({ probe }) => isFor(handler, Buffer.from(probe, "base64"))),
  );
  const marks = after.flatMap(({ name }) => markFrom(name) ?? []);
  const busy = there.some(({ name }) => marks.some(({ handler }) => handler === name));
  const names = lacking.map(({ target }) => target).join(", ");
  return new Failure({
    what: `The image registered no handler for programs of ${names}`,
    seen: there.map(told).join(", ") || "no handler for them at all",
    expected: "handlers that this image registers",
    command: {
      line: `docker run --privileged ${image} ${COMMAND.join(" ")}`,
      exitCode: ended.exitCode,
      stderr: ended.stderr,
    },
    cause: causeOf(there, busy),
    fix: "register: auto   # names of this job's own, in front of what is there",
    anchor: "registration-image",
  });
}

function causeOf(there: readonly HandlerStatus[], busy: boolean): string {
  if (busy)
    return "another job has an image of another digest register under these names, and goes on";
  return there.length > 0
    ? "these were there before, and an image does not register a name that is taken"
    : "the image has no emulator for them, or the kernel did not take its rules";
}

function told({ name, interpreter, enabled }: HandlerStatus): string {
  return `${name} (${interpreter}${enabled ? "" : ", disabled"}), there before`;
}

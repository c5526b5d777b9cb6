/** Reads which leg of a matrix this step is: the entry of the plan's matrix, as JSON. */

import { type Fields, isFields, jsonOf } from "../any-json.ts";
import { parsePlatform } from "../platform/parse.ts";
import { type Platform, platformName, samePlatform } from "../platform/platform.ts";
import { excerpt, spelledOut } from "../visible.ts";
import type { PublishInputs } from "./inputs.ts";
import { isPushed } from "./outputs.ts";
import type { InputReader } from "./reader.ts";

export interface LegInputs {
  /** Id of the plan. */
  readonly plan: string;
  /** What it builds: one platform mostly. */
  readonly platforms: readonly Platform[];
}

/** `<run id>-<attempt>-<8 hex>`, as the plan step makes it. */
const PLAN_ID = /^\d{1,20}-\d{1,20}-[0-9a-f]{8}$/;

export function isPlanId(text: unknown): text is string {
  return typeof text === "string" && PLAN_ID.test(text);
}

/** The leg, or undefined where the step is none; what is no leg is a fault. */
export function legFrom(reader: InputReader, asked: readonly Platform[]): LegInputs | undefined {
  const text = reader.text("leg");
  if (text === undefined) return undefined;
  const value = jsonOf(text);
  const { platform, plan }: Fields = isFields(value) ? value : {};
  const names = typeof platform === "string" ? platform.split(",") : [];
  const platforms = names.flatMap((name) => parsePlatform(name) ?? []);
  if (!isPlanId(plan) || platforms.length === 0 || platforms.length < names.length) {
    reader.fault({
      what: "The input `leg` is not an entry of a plan's matrix.",
      seen: excerpt(text),
      expected:
        '{"platform":"linux/arm64","plan":"…"}, as the output `matrix` of anyarch/plan has it',
      fix: `leg: $\{{ toJSON(matrix) }}`,
      anchor: "leg",
    });
    return undefined;
  }
  const other =
    asked.length > 0 && platforms.find((one) => !asked.some((each) => samePlatform(each, one)));
  if (other) otherPlatform(reader, other, asked);
  return { plan, platforms };
}

function otherPlatform(reader: InputReader, platform: Platform, asked: readonly Platform[]): void {
  reader.fault({
    what: "The inputs `leg` and `platforms` name different platforms.",
    seen: `leg: ${platformName(platform)}; platforms: ${asked.map(platformName).join(", ")}`,
    expected: "no `platforms`, or such as the leg's is among",
    fix: "# without `platforms:`",
    anchor: "leg",
  });
}

/** A leg pushes by digest, in its own way: no output of the user's goes to a registry besides. */
export function checkLegOutputs(reader: InputReader, { outputs, push }: PublishInputs): void {
  const pushed = outputs.find((output) => isPushed(output, push));
  if (pushed === undefined) return;
  reader.fault({
    what: "The inputs `leg` and `outputs` cannot both push.",
    seen: spelledOut(pushed.text),
    expected:
      "`push: true` and `tags`, whose first name says to which repository the leg pushes by digest",
    fix: "push: true",
    anchor: "leg",
  });
}

/** Makes the values of merge/action.yml's inputs, or reports everything wrong with them at once. */

import { type Fields, isFields, jsonOf } from "../any-json.ts";
import { platformName } from "../platform/platform.ts";
import { excerpt } from "../visible.ts";
import { indexAnnotations } from "./annotations.ts";
import { csvFor } from "./csv.ts";
import { givenLegs } from "./given-legs.ts";
import { isPlanId } from "./leg.ts";
import type { LegResult } from "./leg-result.ts";
import defaults from "./merge-defaults.json" with { type: "json" };
import { platformsMissing } from "./platforms.ts";
import { InputReader } from "./reader.ts";
import { tagFaults } from "./tags.ts";
import { unknownNames } from "./unknown-names.ts";
import { wrongInputs } from "./wrong-inputs.ts";

export interface Plan {
  readonly id: string;
  /** Canonical names, none twice, at least one. */
  readonly platforms: readonly string[];
}

export interface MergeInputs {
  readonly plan: Plan;
  /** At least one. */
  readonly tags: readonly string[];
  /** What the workflow hands over; undefined: it is looked for in the Actions cache. */
  readonly given: readonly LegResult[] | undefined;
  /** Of the index. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Canonical names, all of the plan. */
  readonly allowMissing: readonly string[];
}

export interface MergeInputsResult {
  readonly inputs: MergeInputs;
  readonly notices: readonly string[];
}

/** Reads `raw` (input name -> text as written). Throws `Failures` with every fault. */
export async function mergeInputsFrom(
  raw: Readonly<Record<string, string>>,
): Promise<MergeInputsResult> {
  const names = Object.keys(defaults);
  const reader = new InputReader(raw, await csvFor(raw, ["tags", "annotations"]), defaults);
  const plan = planFrom(reader);
  const inputs: MergeInputs = {
    plan,
    tags: tagsFrom(reader),
    given: givenLegs(reader),
    annotations: indexAnnotations(reader),
    allowMissing: allowedFrom(reader, plan),
  };
  const { failures } = reader;
  if (failures.length === 0)
    return { inputs, notices: [...reader.notices, ...unknownNames(raw, names)] };
  throw wrongInputs(failures, "no tag was moved");
}

function planFrom(reader: InputReader): Plan {
  const text = reader.text("plan") ?? "";
  const plan = planIn(text);
  if (plan !== undefined) return plan;
  reader.fault({
    what: "The input `plan` is not the plan of a plan step.",
    seen: excerpt(text),
    expected: '{"id":"…","platforms":["linux/amd64",…]}',
    cause: text === "" ? "the job of the plan is not in `needs`, or has no such output" : undefined,
    fix: `plan: $\{{ needs.plan.outputs.plan }}`,
    anchor: "legs",
  });
  return { id: "", platforms: [] };
}

function planIn(text: string): Plan | undefined {
  const value = jsonOf(text);
  const { id, platforms }: Fields = isFields(value) ? value : {};
  if (!isPlanId(id) || !Array.isArray(platforms) || platforms.length === 0) return undefined;
  const names = platforms.filter((name) => /^[a-z0-9]+(\/[a-z0-9._-]+){1,2}$/.test(String(name)));
  const whole = names.length === platforms.length && new Set(names).size === names.length;
  return whole ? { id, platforms: names.map(String) } : undefined;
}

function tagsFrom(reader: InputReader): readonly string[] {
  const tags = reader.list("tags", { commas: true });
  for (const fault of tagFaults("tags", tags)) reader.fault(fault);
  if (tags.length === 0) {
    reader.fault({
      what: "The input `tags` names no image to publish.",
      expected: "at least one tag",
      cause: "the step that makes the tags may have given none",
      fix: "tags: ghcr.io/OWNER/NAME:TAG",
      anchor: "push-without-tags",
    });
  }
  return [...new Set(tags)];
}

function allowedFrom(reader: InputReader, plan: Plan): readonly string[] {
  const allowed = platformsMissing(reader).map(platformName);
  const others = allowed.filter((name) => !plan.platforms.includes(name));
  if (others.length > 0 && plan.platforms.length > 0) {
    reader.fault({
      what: "The input `allow-missing` names a platform that is not planned.",
      seen: others.join(", "),
      expected: `some of ${plan.platforms.join(", ")}`,
      anchor: "legs",
    });
  }
  return allowed;
}

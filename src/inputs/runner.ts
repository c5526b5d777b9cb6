/** Reads what a workflow writes for a runner: nothing that GitHub would refuse, or wait a day for, gets through. */

import { type Fields, isFields, jsonOf } from "../any-json.ts";

/** What `runs-on` takes: a label, labels, or a group with labels. */
export type Runner = string | readonly string[] | Fields;

/** A label, or the JSON of what else `runs-on` takes; undefined where it is neither. */
export function runnerFrom(text: string): Runner | undefined {
  const bare = text.replace(/^(["'])(.*)\1$/, "$2");
  if (/^[[{]/.test(bare)) return structured(bare);
  // No runner has a label with one of these: labels are given to it as a list with commas.
  return bare === "" || /[,"'{}[\]]/.test(bare) ? undefined : bare;
}

function structured(text: string): Runner | undefined {
  const value = jsonOf(text);
  if (Array.isArray(value)) return areLabels(value) ? value.map(String) : undefined;
  return isFields(value) && isGroup(value) ? value : undefined;
}

/** `group`, `labels` or both, and nothing else: GitHub refuses the whole job for another key. */
function isGroup(value: Fields): boolean {
  const entries = Object.entries(value);
  const fine = entries.every(([key, each]) => {
    if (key === "group") return isLabel(each);
    return key === "labels" && (isLabel(each) || (Array.isArray(each) && areLabels(each)));
  });
  return entries.length > 0 && fine;
}

const areLabels = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.every(isLabel);
const isLabel = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

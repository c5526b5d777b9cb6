/** Says which item of a list would lose data, without showing anything of a secret but its id. */

import { assertNever, type FailureParts } from "../failure.ts";
import { excerpt } from "../visible.ts";
import type { ListFault } from "./list.ts";
import { quotedExample } from "./quoted-example.ts";
import { shownSecretId } from "./secret-id.ts";

/** Lists whose items are secret: of these only the id is named. */
const secretLists: readonly string[] = ["secrets"];

/** What was lost, in which item, and how it is written to arrive whole. */
export function listFaultParts(
  name: string,
  fault: ListFault,
  items: readonly string[],
): FailureParts {
  const { number, source } = fault;
  const secret = secretLists.includes(name);
  const id = shownSecretId(source.replace(/^"/, "")) ?? shownSecretId(items[number - 2] ?? "");
  const seen = secret ? (id === undefined ? undefined : `${id}=***`) : excerpt(source);
  return {
    what: `Item ${number} of the input \`${name}\` would not reach the build as it is written: ${lossText(fault)}.`,
    ...(seen === undefined ? {} : { seen }),
    expected: "quotes around the whole item, and every quote inside it doubled",
    fix: quotedExample(name),
    anchor: "quotes-in-lists",
  };
}

function lossText({ kind }: ListFault): string {
  switch (kind) {
    case "open quote":
      return "a quote opens and is never closed";
    case "lost quotes":
      return "quotes next to its commas would be dropped";
    case "joined lines":
      return "several lines would become one item, since line ends or quotes do not match";
    default:
      return assertNever(kind);
  }
}

/** Tells of the programs of an image which are wrong, and what is odd about others. */

import type { Platform } from "../../platform/platform.ts";
import { matcher } from "./glob.ts";
import { hasTwin, isNamedForPython } from "./modules.ts";
import type { Programs } from "./programs.ts";
import {
  type CheckRules,
  type ForeignProgram,
  type Judged,
  judgement,
  type Verdict,
} from "./verdict.ts";

export interface CheckReport {
  readonly platform: Platform;
  /** How many programs were looked at. */
  readonly checked: number;
  readonly foreign: readonly ForeignProgram[];
  /** Foreign programs that the user allows. */
  readonly allowed: readonly ForeignProgram[];
  readonly notices: readonly string[];
}

/** Foreign are those of another machine, but for emulators (`qemu-*`) and what is allowed. */
export function checkReport(found: Programs, rules: CheckRules): CheckReport {
  const { programs } = found;
  const allows = matcher(rules.allow);
  const judged = withTwins(programs.map((program) => judgement(program, rules)));
  const of = (verdict: Verdict): readonly Judged[] =>
    judged.filter((one) => one.verdict === verdict);
  const foreign = of("foreign");
  const allowed = foreign.filter(({ path }) => allows(path));
  return {
    platform: rules.platform,
    checked: programs.length,
    foreign: foreign.filter(({ path }) => !allows(path)).map(withoutVerdict),
    allowed: allowed.map(withoutVerdict),
    notices: [
      ...found.notices,
      ...(programs.length === 0 ? ["no machine code found: nothing to check"] : []),
      ...notice(
        of("older"),
        (one) => `32-bit ${one.found} programs, which most ${one.wanted} processors run`,
      ),
      ...notice(
        of("newer"),
        (one) => `made for ${one.found}; an ${one.wanted} processor may not run it`,
      ),
      ...notice(of("named"), (one) => `${one.found}, as the path says; nothing starts it`),
      ...notice(of("object"), (one) => `${one.found}, an object file`),
      ...notice(of("data"), (one) => `${one.found}, test data or firmware, as the path says`),
      ...allowed.map((program) => `${program.path} is ${program.found}, as allowed`),
    ],
  };
}

/** A module that Python looks for by a name with the machine in it is of no use without its twin. */
function withTwins(judged: readonly Judged[]): readonly Judged[] {
  const right = judged.filter(({ verdict }) => verdict === "right").map(({ path }) => path);
  return judged.map((one) => {
    const lonely = one.verdict === "named" && isNamedForPython(one.path);
    return lonely && !hasTwin(one.path, right) ? { ...one, verdict: "foreign" } : one;
  });
}

const withoutVerdict = ({ path, found, wanted, via }: Judged): ForeignProgram => {
  return { path, found, wanted, via };
};

/** One notice for all of a kind, which names the first. */
function notice(list: readonly Judged[], text: (first: Judged) => string): readonly string[] {
  const [first] = list;
  if (first === undefined) return [];
  const more = list.length > 1 ? ` and ${list.length - 1} more` : "";
  return [`${first.path}${more}: ${text(first)}`];
}

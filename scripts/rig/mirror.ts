/** Which distribution the machine is, and the mirror its own package sources name. */

import { existsSync, readFileSync } from "node:fs";
import { run } from "./run.ts";

/** `ID` and `VERSION_CODENAME` of the machine (os-release(5)). */
export function distribution(): { readonly id: string; readonly codename: string } {
  const text = readFileSync("/etc/os-release", "utf8");
  const value = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)`, "m").exec(text)?.[1] ?? "";
  return { id: value("ID"), codename: value("VERSION_CODENAME") };
}

/**
 * A source line for `suite` on the mirror that the machine's own sources name first. apt tells only
 * of what it has lists for: `options` name those of our own, for a machine that never read any.
 */
export async function sourceLine(
  suite: string,
  options: () => Promise<readonly string[]>,
): Promise<string> {
  const rows = (await indexTargets([])) ?? (await indexTargets(await options()));
  const { id, codename } = distribution();
  const uri = (rows?.find((row) => row[1] === codename) ?? rows?.[0])?.[0] ?? "";
  const key = `/usr/share/keyrings/${id}-archive-keyring.gpg`;
  const components = id === "ubuntu" ? "main universe" : "main";
  return `deb ${existsSync(key) ? `[signed-by=${key}] ` : ""}${uri} ${suite} ${components}\n`;
}

/** Address and suite of each main component, or undefined where apt has no lists. */
async function indexTargets(options: readonly string[]): Promise<string[][] | undefined> {
  const format = "$(REPO_URI) $(RELEASE)";
  const filters = ["Created-By: Packages", "Component: main"];
  const args = [...options, "indextargets", "--format", format, ...filters];
  const text = (await run("apt-get", args)).trim();
  return text === "" ? undefined : text.split("\n").map((line) => line.split(" "));
}

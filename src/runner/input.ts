/** Reads what the runner hands over: the inputs' text, and GitHub's facts about the run. */

import { readFile } from "node:fs/promises";
import * as core from "@actions/core";
import { goBoolean } from "../inputs/attributes.ts";
import { commitFrom, type GitHubFacts } from "../inputs/github.ts";

/** Every `INPUT_*` variable once: input name -> text as written, white space included. */
export function rawInputs(): Readonly<Record<string, string>> {
  const names = Object.keys(process.env)
    .filter((key) => key.startsWith("INPUT_"))
    .map((key) => key.slice("INPUT_".length).toLowerCase());
  return Object.fromEntries(
    names.map((name) => [name, core.getInput(name, { trimWhitespace: false })]),
  );
}

/** GitHub's facts, or undefined when this is no workflow run with a repository and a commit. */
export async function gitHubFacts(): Promise<GitHubFacts | undefined> {
  const { env } = process;
  const repository = env.GITHUB_REPOSITORY ?? "";
  if (repository === "") return undefined;
  const event = await eventOfRun(env.GITHUB_EVENT_PATH);
  const headSha = member(event, "pull_request", "head", "sha");
  const commit = commitFrom({
    ref: env.GITHUB_REF ?? "",
    sha: env.GITHUB_SHA ?? "",
    wantsHead: goBoolean(env.DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF) === true,
    headSha: typeof headSha === "string" ? headSha : undefined,
  });
  if (commit === "") return undefined;
  const serverUrl = env.GITHUB_SERVER_URL || "https://github.com";
  const run = `${env.GITHUB_RUN_ID ?? ""}/attempts/${env.GITHUB_RUN_ATTEMPT || "1"}`;
  return {
    serverUrl,
    repository,
    commit,
    runUrl: `${serverUrl}/${repository}/actions/runs/${run}`,
    privateRepository: member(event, "repository", "private") === true,
  };
}

/** The event's payload; undefined where there is no such file, or it is no JSON. */
async function eventOfRun(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return undefined;
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

function member(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return Object.getOwnPropertyDescriptor(inner, key)?.value;
  }, value);
}

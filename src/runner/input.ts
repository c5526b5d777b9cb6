/** Reads what the runner hands over: the inputs' text, and GitHub's facts about the run. */

import * as core from "@actions/core";
import { jsonOf } from "../any-json.ts";
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
  const ref = env.GITHUB_REF ?? "";
  const wantsHead = /^(1|t|true)$/i.test(env.DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF ?? "");
  const headSha = wantsHead && ref.startsWith("refs/pull/") ? await pullRequestHead() : undefined;
  const commit = commitFrom({ ref, sha: env.GITHUB_SHA ?? "", wantsHead, headSha });
  if (repository === "" || commit === "") return undefined;
  return { serverUrl: serverUrl(), repository, commit, runUrl: addressOf(repository) };
}

/** Address of this run and attempt, where it is one of a workflow. */
export function runAddress(): string | undefined {
  const repository = process.env.GITHUB_REPOSITORY ?? "";
  return repository === "" ? undefined : addressOf(repository);
}

function addressOf(repository: string): string {
  const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = process.env;
  const run = `${GITHUB_RUN_ID ?? ""}/attempts/${GITHUB_RUN_ATTEMPT || "1"}`;
  return `${serverUrl()}/${repository}/actions/runs/${run}`;
}

const serverUrl = (): string => process.env.GITHUB_SERVER_URL || "https://github.com";

/** `pull_request.head.sha` of the event's file, where there is one. */
async function pullRequestHead(): Promise<string | undefined> {
  const sha = ["pull_request", "head", "sha"].reduce<unknown>(member, await event());
  return typeof sha === "string" ? sha : undefined;
}

/** Whether the event says that the repository is private; false where nothing is known. */
export async function isPrivateRepository(): Promise<boolean> {
  return ["repository", "private"].reduce<unknown>(member, await event()) === true;
}

/** The event that triggered the run, as GitHub wrote it; undefined where there is none. */
async function event(): Promise<unknown> {
  const path = process.env.GITHUB_EVENT_PATH ?? "";
  if (path === "") return undefined;
  const { readFile } = await import("node:fs/promises");
  return jsonOf(await readFile(path, "utf8").catch(() => ""));
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

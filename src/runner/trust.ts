/** Whether the run may use the Actions cache, by what triggered it and what GitHub says of that. */

import type { Env } from "./env.ts";

/** Events that strangers can trigger, with the rights and the cache of the default branch. */
const STRANGERS = ["pull_request_target", "issue_comment", "workflow_run"];

/**
 * False for events that strangers trigger, a pull request among them: its code runs, and later,
 * trusted runs may read what it wrote. And where GitHub says so.
 */
export function mayWriteCache(env: Env): boolean {
  const event = env.GITHUB_EVENT_NAME ?? "";
  return event !== "pull_request" && !STRANGERS.includes(event) && isAllowed(env, "write");
}

/**
 * False for events that strangers trigger with the default branch's cache, and where GitHub says
 * so. A pull request's run may read: its cache is its own and what its base wrote.
 */
export function mayReadCache(env: Env): boolean {
  return !STRANGERS.includes(env.GITHUB_EVENT_NAME ?? "") && isAllowed(env, "read");
}

/** What each mode allows; as in `@actions/cache`, an unknown one or none allows all. */
const MODES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  read: ["read"],
  write: ["read", "write"],
  "write-only": ["write"],
};

/** The runner hands on in ACTIONS_CACHE_MODE how far GitHub trusts the trigger. */
function isAllowed(env: Env, access: "read" | "write"): boolean {
  const mode = (env.ACTIONS_CACHE_MODE ?? "").trim().toLowerCase();
  return MODES[mode]?.includes(access) ?? true;
}

/** Whether what triggered the run may write where later, trusted runs read. */

import type { Env } from "./env.ts";

/**
 * Events that strangers can trigger: a pull request's code runs in them. GitHub gives them a
 * read-only cache token or a cache scope of their own; we do not even try.
 */
const STRANGERS = ["pull_request", "pull_request_target", "issue_comment", "workflow_run"];

/** False for events that strangers trigger. */
export function mayWriteCache(env: Env): boolean {
  return !STRANGERS.includes(env.GITHUB_EVENT_NAME ?? "");
}

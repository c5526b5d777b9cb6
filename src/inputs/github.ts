/** The default context and builder id: what GitHub's facts about the run mean for a build. */

export interface GitHubFacts {
  /** Without a slash at its end: `https://github.com`. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The commit to build, or a ref where there is none. */
  readonly commit: string;
  /** Address of this run and attempt: the builder id of a provenance. */
  readonly runUrl: string;
}

/** The workflow's own repository at its commit, as docker/build-push-action writes it. */
export function gitContext({ serverUrl, repository, commit }: GitHubFacts): string {
  return `${serverUrl}/${repository}.git#${commit}`;
}

export interface CommitFacts {
  readonly ref: string;
  readonly sha: string;
  /** `DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF`: a pull request's own head, not its merge. */
  readonly wantsHead: boolean;
  /** The head commit of the pull request of the event. */
  readonly headSha: string | undefined;
}

/** The commit that docker/build-push-action would build; empty when nothing is known. */
export function commitFrom({ ref, sha, wantsHead, headSha }: CommitFacts): string {
  const full = ref === "" || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  if (!full.startsWith("refs/pull/")) return sha || full;
  const head = wantsHead ? full.replace(/\/merge$/, "/head") : full;
  return head.endsWith("/head") ? (headSha ?? head) : sha || head;
}

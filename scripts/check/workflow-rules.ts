/** What a workflow must not do, of our own and of those in the docs: one rule a row. */

import {
  isCalledOnly,
  jobsOf,
  mapping,
  triggersOf,
  usesOf,
  type Workflow,
  writes,
} from "./workflow-parts.ts";

export interface Rule {
  readonly name: string;
  readonly why: string;
  /** What breaks it, each as it is shown. */
  readonly broken: (workflow: Workflow) => readonly string[];
}

export const RULES: readonly Rule[] = [
  {
    name: "unpinned-uses",
    why: "a tag can be moved; write the commit, and the version behind it: `@<40 hex> # v1.2.3`",
    broken: ({ text, root }) =>
      usesOf(root)
        .filter((uses) => !/^(\.|\$|OWNER\/anyarch)\//.test(uses) && !isOwn(uses))
        .filter((uses) => !/@[0-9a-f]{40}$/.test(uses) || !text.includes(`${uses} # v`)),
  },
  {
    name: "template-injection",
    why: "what strangers write becomes part of the script; hand it over by `env`",
    broken: ({ root }) =>
      jobsOf(root).flatMap(({ steps }) =>
        steps.flatMap(({ run }) => (typeof run === "string" && run.includes("${{") ? [run] : [])),
      ),
  },
  {
    name: "excessive-permissions",
    why: "the token may do what no job needs; say `permissions` once for all without a write, and per job",
    broken: ({ root }) => {
      const [all, jobs] = [root.permissions, jobsOf(root)];
      const open =
        all === undefined && !isCalledOnly(root)
          ? jobs
              .filter(({ body }) => body.permissions === undefined)
              .map(({ id }) => `${id}: none said`)
          : [];
      const broad = [all, ...jobs.map(({ body }) => body.permissions)].filter(
        (said) => said === "write-all" || said === "read-all",
      );
      return [...open, ...broad.map(String), ...writes(all)];
    },
  },
  {
    name: "persisted-credentials",
    why: "checkout leaves the token in .git, where the build's context takes it; persist-credentials: false",
    broken: ({ root }) =>
      jobsOf(root)
        .filter(({ steps }) =>
          steps.some(
            ({ uses, with: given }) =>
              String(uses).startsWith("actions/checkout@") &&
              mapping(given)["persist-credentials"] !== false,
          ),
        )
        .map(({ id }) => id),
  },
  {
    name: "dangerous-triggers",
    why: "a stranger's pull request would run with the repository's secrets",
    broken: ({ root }) =>
      triggersOf(root).filter((name) => ["pull_request_target", "workflow_run"].includes(name)),
  },
  {
    name: "secrets-inherit",
    why: "the called workflow gets every secret; name those it needs",
    broken: ({ root }) =>
      jobsOf(root)
        .filter(({ body }) => body.secrets === "inherit")
        .map(({ id }) => id),
  },
  {
    name: "all-secrets",
    why: "an expression takes all secrets at once; name the one it needs",
    broken: ({ text }) =>
      text.match(/\$\{\{[^}]*\b(toJSON\(\s*secrets\s*\)|secrets\s*\[)[^}]*\}\}/gi) ?? [],
  },
  {
    name: "moving-runner",
    why: "`-latest` becomes another machine one day; name the version",
    broken: ({ text }) => text.match(/runs-on: .*-latest/g) ?? [],
  },
];

function isOwn(uses: string): boolean {
  return uses.startsWith("OWNER/anyarch@");
}

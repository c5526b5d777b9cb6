/** Git addresses as contexts: a commit that is not the newest, a folder in it, tokens, the workflow's own repository. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Bench, onEngines } from "../support/action.ts";
import { type GitServer, gitServer } from "../support/git-server.ts";
import { errorOf, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";

const REPOSITORY = "somebody/something";
const TOKEN = "token-of-the-repository";

const dockerfile = ({ base }: Bench, said: string): string =>
  `FROM ${base}\nLABEL said=${said}\nRUN uname -m > /machine\n`;

/** A server whose repository has a second commit, in which everything says `newer`; gives the first. */
async function served(bench: Bench): Promise<GitServer> {
  const folder = join(bench.dir, "git");
  const files = {
    Dockerfile: dockerfile(bench, "root"),
    "sub/Dockerfile": dockerfile(bench, "sub"),
  };
  const server = await gitServer(folder, REPOSITORY, files, TOKEN);
  bench.cleanup.push(() => server.close());
  const path = join(folder, `${REPOSITORY}.git`);
  for (const name of Object.keys(files))
    await writeFile(join(path, name), dockerfile(bench, "newer"));
  const who = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  const commit = ["-C", path, ...who, "commit", "--quiet", "--all", "--message=two"];
  await promisify(execFile)("git", commit);
  return server;
}

/** Builds two contexts on the builder that `more` leads to, and looks at what was pushed. */
async function builds(bench: Bench, builder: RegExp, more: Readonly<Record<string, string>>) {
  const server = await served(bench);
  const env = {
    GITHUB_SERVER_URL: server.url,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SHA: server.sha,
  };
  const run = async (name: string, inputs: Readonly<Record<string, string>>) => {
    const tag = `${bench.repository}:${name}`;
    const job = await runJob(bench, { tags: tag, push: "true", ...more, ...inputs }, { env });
    assert.ok(!job.main.log.includes(TOKEN), "the token is in the log");
    assert.ok(!JSON.stringify(job.calls).includes(TOKEN), "the token is on a command line");
    return { job, said: (await publishedIndex(tag))?.images[0]?.config.config?.Labels?.said };
  };
  const address = `${server.url}/${REPOSITORY}.git`;
  const own = await run("own", { "github-token": TOKEN });
  assert.equal(own.job.main.exitCode, 0, own.job.main.log);
  assert.equal(own.said, "root");
  assert.match(own.job.main.summary, builder);
  // Another server's token is none for this one.
  const folder = { context: `${address}#${server.sha}:sub`, "github-token": "" };
  const part = await run("part", { ...folder, secrets: `GIT_AUTH_TOKEN=${TOKEN}` });
  assert.equal(part.job.main.exitCode, 0, part.job.main.log);
  assert.equal(part.said, "sub");
  return { run, branch: { ...folder, context: `${address}#main` } };
}

onEngines(
  "Git contexts with the engine's own builder: the workflow's commit, a folder of a commit with a token, a wrong token",
  async (bench) => {
    const { run, branch } = await builds(bench, /Builder .default.:/, {});
    // By its branch: a commit that BuildKit has in its cache it gives to everybody.
    const refused = await run("refused", { ...branch, secrets: "GIT_AUTH_TOKEN=wrong" });
    assert.equal(refused.job.main.exitCode, 1, refused.job.main.log);
    assert.match(errorOf(refused.job), /Authentication failed|could not read Username/);
    assert.equal(refused.said, undefined);
  },
  "containerd",
);

onEngines(
  "Git contexts with a container builder: the workflow's commit, a folder of a commit with a token",
  async (bench) => void (await builds(bench, /Builder .anyarch-/, { provenance: "true" })),
  "classic",
);

/** Cases from real reports: registries with plain HTTP, with an authority of their own, with a login. */

import assert from "node:assert/strict";
import { type Bench, folder, onEngines } from "../support/action.ts";
import type { Login } from "../support/front-login.ts";
import type { FrontRegistry } from "../support/front-registry.ts";
import { errorOf, type JobRun, runJob } from "../support/job-run.ts";
import { publishedIndex } from "../support/published.ts";
import { loggedIn, plainFront, securedFront } from "../support/registry-fronts.ts";

const BASIC: Login = { kind: "basic", username: "me", password: "password-of-the-test" };
const TOKEN: Login = {
  ...{ kind: "token", username: "me", password: "never-sent-password" },
  identityToken: "identity-token-of-the-test",
};
const SECRETS = [BASIC.password, TOKEN.identityToken ?? ""].flatMap((secret) => [
  secret,
  Buffer.from(`me:${secret}`).toString("base64"),
]);

/** Answers as docker-credential-helpers do: the server on standard input, JSON on standard output. */
const helper = (server: string): string => `#!/bin/sh
read -r asked
[ "$1:$asked" = "get:${server}" ] || { echo "credentials not found in native keychain"; exit 1; }
echo '{"ServerURL":"${server}","Username":"me","Secret":"${BASIC.password}"}'
`;

/** Base images and targets behind them; one registry's account comes from a helper, one from config.json. */
async function withAll(bench: Bench, inputs: Readonly<Record<string, string>>) {
  const secured = await securedFront(bench, { login: BASIC });
  const plain = await plainFront(bench, { login: TOKEN });
  const unknown = await plainFront(bench, { selfSigned: true });
  const auth = Buffer.from("<token>:").toString("base64");
  const auths = { [plain.host]: { auth, identitytoken: TOKEN.identityToken } };
  const config = { auths, credHelpers: { [secured.host]: "of-the-test" } };
  const programs = { "docker-credential-of-the-test": helper(secured.host) };
  const own = await loggedIn(bench, config, programs);
  const base = (front: FrontRegistry): string => bench.base.replace(bench.registry, front.host);
  const Dockerfile = `FROM ${base(plain)} AS other\nRUN uname -m > /machine\nFROM ${base(secured)}\nCOPY --from=other /machine /\n`;
  const context = await folder(bench, "context", { Dockerfile });
  const path = bench.repository.slice(bench.registry.length);
  const tags = [secured, plain, unknown].map(({ host }) => `${host}${path}:1`).join(",");
  const cache = `type=registry,ref=${secured.host}${path}:cache`;
  const job = await runJob(own, {
    ...{ context, tags, push: "true", "cache-from": cache, "cache-to": `${cache},mode=max` },
    ...inputs,
  });
  return job;
}

function assertNoSecret({ main, post, calls }: JobRun): void {
  const told = [main, post].map(({ stdout, stderr, summary }) => [stdout, stderr, summary]);
  const all = JSON.stringify([told, calls, main.outputs, main.state]);
  for (const secret of SECRETS) assert.ok(!all.includes(secret), `${secret} is told`);
}

async function assertPushed(bench: Bench, { main }: JobRun, platforms: string[]): Promise<void> {
  assert.equal(main.exitCode, 0, main.log);
  const warnings = main.annotations.filter(({ level }) => level !== "notice");
  assert.deepEqual(warnings, []);
  const published = await publishedIndex(`${bench.repository}:1`);
  assert.equal(main.outputs.digest, published?.digest);
  assert.deepEqual(
    published?.images.map(({ platform }) => platform),
    platforms,
  );
  assert.ok(await publishedIndex(`${bench.repository}:cache`), "the cache was exported");
}

onEngines(
  "G23 plain HTTP and an own authority, each with a login, and an unknown one, as docker pull does",
  async (bench) => {
    const job = await withAll(bench, { platforms: "linux/arm64" });
    await assertPushed(bench, job, ["linux/arm64"]);
    assert.match(job.main.log, /engine's own builder/);
    assertNoSecret(job);
  },
  "containerd",
);

onEngines(
  "G23 the same out of a container builder",
  async (bench) => {
    const job = await withAll(bench, { platforms: "linux/arm64", provenance: "true" });
    await assertPushed(bench, job, ["linux/arm64"]);
    assert.match(job.main.log, /container builder is made/);
    assertNoSecret(job);
  },
  "classic",
);

onEngines(
  "G23 a registry whose authority the engine does not know: told which, and what it is",
  async (bench) => {
    const front = await securedFront(bench, { trusted: false });
    const Dockerfile = `FROM ${bench.base.replace(bench.registry, front.host)}\n`;
    const context = await folder(bench, "context", { Dockerfile });
    const job = await runJob(bench, { context, platforms: "linux/amd64" });
    const text = errorOf(job);
    assert.ok(text.includes(`certificate of ${front.host} is signed by an authority`), text);
    assert.ok(text.includes(`/etc/docker/certs.d/${front.host}/ca.crt`), text);
    assert.match(text, /no input `builder`/);
    assert.equal(job.main.exitCode, 1);
  },
  "classic",
);

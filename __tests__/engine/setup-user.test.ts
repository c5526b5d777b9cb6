/** The set-up step on the host, run by an ordinary user. */

import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { engines } from "../support/engines.ts";
import { type ActionRun, runAction } from "../support/runner.ts";
import { ordinaryUser } from "../support/user.ts";

const MISC = "/proc/sys/fs/binfmt_misc";
const action = resolve(import.meta.dirname, "../../setup");

async function handlersOf({ state }: ActionRun): Promise<string[]> {
  const { jobId }: { jobId?: string } = JSON.parse(state.ledger ?? "{}");
  assert.ok(jobId !== undefined);
  return (await readdir(MISC)).filter((name) => name.startsWith(jobId));
}

async function asUser(
  t: TestContext,
  sudo: boolean,
): Promise<{ main: ActionRun; post: () => Promise<ActionRun> }> {
  const { node, path } = await ordinaryUser(t, { node: process.execPath, sudo });
  const common = { action, node, env: { PATH: path, DOCKER_HOST: undefined } };
  const emulator = process.env.ANYARCH_QEMU ?? "";
  const inputs = { platforms: "arm64", register: "host", emulator };
  const main = await runAction({ ...common, with: inputs });
  return {
    main,
    post: async () => await runAction({ ...common, entry: "post", state: main.state }),
  };
}

test("without sudo it is told in one plain sentence, and nothing is left", async (t) => {
  const { main, post } = await asUser(t, false);
  assert.equal(main.exitCode, 1, main.log);
  assert.deepEqual(
    main.annotations.map(({ level }) => level),
    ["error"],
  );
  const text = main.annotations[0]?.message ?? "";
  assert.match(
    text,
    /^Without a container engine, only root or a user with passwordless sudo can /,
  );
  assert.match(text, /got: "an ordinary user, and there is no sudo"/);
  assert.deepEqual(await handlersOf(main), []);
  const { exitCode, log } = await post();
  assert.deepEqual([exitCode, log], [0, ""]);
});

test("with passwordless sudo the handler is there, works, and goes in post", async (t) => {
  const { main, post } = await asUser(t, true);
  assert.equal(main.exitCode, 0, main.log);
  assert.match(main.log, /linux\/arm64: ran a program, kernel says aarch64/);
  const [name = "", ...more] = await handlersOf(main);
  assert.deepEqual(more, []);
  assert.match(await readFile(join(MISC, name), "utf8"), /^flags: PF$/m);
  const { exitCode, log } = await post();
  assert.deepEqual([exitCode, log], [0, ""]);
  assert.deepEqual(await handlersOf(main), []);
});

for (const engine of (await engines()).list) {
  test(`${engine.name}: on a hosted runner, root by sudo beside the engine needs no container`, async (t) => {
    const socket = engine.dockerHost.replace("unix://", "");
    const { gid: group } = await stat(socket);
    const { node, path } = await ordinaryUser(t, { node: process.execPath, sudo: true, group });
    const inputs = { platforms: "arm64", emulator: process.env.ANYARCH_QEMU ?? "" };
    const { dockerHost: DOCKER_HOST } = engine;
    const run = async (where: string): Promise<string> => {
      const env = { PATH: path, DOCKER_HOST, RUNNER_ENVIRONMENT: where };
      const common = { action, node, env };
      const main = await runAction({ ...common, with: inputs });
      assert.equal(main.exitCode, 0, main.log);
      assert.equal((await handlersOf(main)).length, 1);
      const { exitCode, log } = await runAction({ ...common, entry: "post", state: main.state });
      assert.deepEqual([exitCode, log], [0, ""]);
      assert.deepEqual(await handlersOf(main), []);
      return main.log;
    };
    const hosted = await run("github-hosted");
    assert.match(hosted, /on this host itself, as root by sudo of the machine and user namespace/);
    assert.match(hosted, /linux\/arm64: ran a program, kernel says aarch64/);
    assert.match(await run("self-hosted"), /by a container without rights, as this process is not/);
  });
}

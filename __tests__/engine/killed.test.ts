/** A job that was killed, its post step too: all that it left goes with the next run of its runner. */

import assert from "node:assert/strict";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { buildkitNode } from "../support/forwarders.ts";
import { type ActionRun, type RunOptions, runAction } from "../support/runner.ts";
import { stubRegistry } from "../support/stub-registry.ts";
import { traces } from "../support/traces.ts";
import { whenBuilderIsMade } from "./builder-made.ts";

/** A runner with a temporary folder of its own. */
function runnerOn(bench: Bench, temp: string) {
  const common = { action: ROOT, temp, toolCache: join(bench.dir, "tools"), env: bench.env };
  const usual = { "buildkit-image": bench.buildkitImage, emulator: bench.qemuDir };
  return {
    /** Another action than the main one gets `inputs` alone. */
    main: async (inputs: Record<string, string>, options: Partial<RunOptions> = {}) => {
      const given = options.action === undefined ? { ...usual, ...inputs } : inputs;
      return await runAction({ ...common, ...options, with: given });
    },
    post: async ({ state }: ActionRun, options: Partial<RunOptions> = {}) =>
      await runAction({ ...common, ...options, entry: "post", state }),
    /** As the real one does between two jobs. */
    nextJob: async () => {
      for (const name of await readdir(temp)) await rm(join(temp, name), { recursive: true });
    },
  };
}

/** A Node that sees an empty folder at `path`. */
async function nodeWithout({ dir }: Bench, path: string): Promise<string> {
  const lines = `mount -t tmpfs none ${path} && exec "$0" "$@"`;
  const script = `exec unshare -m /bin/bash -c '${lines}' '${process.execPath}' "$@"`;
  await writeFile(join(dir, "node"), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return join(dir, "node");
}

/** Handlers, and what the engines have. */
async function held(bench: Bench): Promise<string[]> {
  return [...(await traces(bench))].filter((line) => !line.startsWith("file ")).sort();
}

const signals = [[0, "SIGKILL"]] as const;

/** Kills a job at the first line with `text` in it. */
const at = (text: string): Partial<RunOptions> => ({
  cancel: { when: (line) => line.includes(text), signals },
});

onEngines(
  "killed while its own builder, a test and handlers are there",
  async (bench) => {
    await mkdir(join(bench.dir, "other"));
    const runner = runnerOn(bench, join(bench.dir, "temp"));
    const other = runnerOn(bench, join(bench.dir, "other"));
    const context = await folder(bench, "context", {
      Dockerfile: `FROM ${bench.base}\nRUN true\n`,
    });
    const inputs = { context, platforms: "linux/arm64", load: "true" };
    const before = await held(bench);
    const living = await other.main({ ...inputs, tags: "living:1" });
    assert.equal(living.exitCode, 0, living.log);
    const beside = await held(bench);

    const asleep = { ...inputs, provenance: "true", test: "echo in the test\nsleep 600" };
    const killed = await runner.main(asleep, at("in the test"));
    assert.equal(killed.signal, "SIGKILL", killed.log);
    await runner.nextJob();
    const left = (await held(bench)).filter((line) => !beside.includes(line));
    for (const what of [
      "handler anyarch-",
      "container ",
      "volume ",
      "builder anyarch-",
      "image anyarch.local/",
    ]) {
      assert.ok(
        left.some((line) => line.includes(what)),
        `${what}: ${left.join("\n")}`,
      );
    }

    // As in a container of the job: the node's binfmt_misc is not to be seen.
    const node = await nodeWithout(bench, "/proc/sys/fs/binfmt_misc");
    const next = await runner.main({ ...inputs, tags: "next:1" }, { node });
    assert.equal(next.exitCode, 0, next.log);
    assert.match(next.log, /^removed handlers that a killed job left: anyarch-\S+-aarch64$/m);
    assert.match(next.log, /^removed what a killed job left in the engine: anyarch-\S+$/m);
    const post = await runner.post(next, { node });
    assert.deepEqual([post.exitCode, post.log], [0, ""]);
    await bench.docker("image", "rm", "next:1");
    assert.deepEqual(await held(bench), beside, "what a living job of another runner has stays");
    const last = await other.post(living);
    assert.deepEqual([last.exitCode, last.log], [0, ""]);
    await bench.docker("image", "rm", "living:1");
    assert.deepEqual(await held(bench), before);
  },
  "classic",
);

/** What each of a runner's jobs was doing when it was killed, and what it then left. */
const kills: readonly {
  readonly doing: string;
  readonly inputs: (bench: Bench) => Promise<Readonly<Record<string, string>>>;
  /** Undefined: while its builder is made. */
  readonly at?: string;
  readonly action?: string;
  readonly leaves: RegExp;
}[] = [
  {
    doing: "making a builder",
    inputs: async () => ({ allow: "security.insecure" }),
    leaves: /^\S+ builder anyarch-|^\S+ container /m,
  },
  {
    doing: "a RUN step on a node elsewhere",
    inputs: async (bench) => {
      const other = bench.list.find(({ name }) => name !== bench.engine.name)?.dockerHost ?? "";
      const { endpoint } = await buildkitNode(bench, other);
      const nodes = `linux/amd64=${endpoint}`;
      const pushes = { load: "", push: "true", tags: `${bench.repository}:1` };
      return { nodes, platforms: "linux/amd64", "build-args": "SLOW=1", ...pushes };
    },
    at: "asleep on x86_64",
    leaves: /builder anyarch-\S+-nodes/,
  },
  {
    doing: "a leg's push by digest",
    inputs: async (bench) => {
      const registry = await stubRegistry({ kind: "holds" });
      bench.cleanup.push(() => registry.close());
      const leg = JSON.stringify({ platform: "linux/arm64", plan: "7-1-0a1b2c3d" });
      return { leg, platforms: "", load: "", push: "true", tags: `${registry.host}/a:1` };
    },
    at: "::group::Push",
    leaves: /image anyarch\.local/,
  },
  {
    doing: "registering by a container for set-up",
    inputs: async ({ qemuDir }) => ({
      ...{ platforms: "linux/arm64", register: "container" },
      emulator: qemuDir,
    }),
    at: "::group::Register",
    action: join(ROOT, "setup"),
    leaves: /image anyarch\.local|container |handler anyarch-/,
  },
];

onEngines(
  "killed while a builder is made, on a node, in a leg, in set-up: one more run removes it all",
  async (bench) => {
    const runner = runnerOn(bench, join(bench.dir, "temp"));
    const steps = 'ARG SLOW\nRUN test -z "$SLOW" || { echo asleep on $(uname -m); sleep 600; }';
    const context = await folder(bench, "context", {
      Dockerfile: `FROM ${bench.base}\n${steps}\n`,
    });
    const inputs = { context, platforms: "linux/arm64", load: "true", tags: "next:1" };
    const before = await held(bench);
    for (const { doing, inputs: asked, at: text, action, leaves } of kills) {
      const had = await held(bench);
      const made = text === undefined ? whenBuilderIsMade(bench) : undefined;
      const cancel = made === undefined ? at(text ?? "").cancel : { abort: made.signal, signals };
      const given = { ...(action === undefined ? inputs : {}), ...(await asked(bench)) };
      const killed = await runner.main(given, { cancel, ...(action && { action }) });
      made?.end();
      assert.equal(killed.signal, "SIGKILL", `${doing}\n${killed.log}`);
      const left = (await held(bench)).filter((line) => !had.includes(line));
      assert.match(left.join("\n"), leaves, doing);
      await runner.nextJob();
    }
    const next = await runner.main(inputs);
    assert.equal(next.exitCode, 0, next.log);
    const post = await runner.post(next);
    assert.deepEqual([post.exitCode, post.log], [0, ""]);
    await bench.docker("image", "rm", "next:1");
    assert.deepEqual(await held(bench), before);
  },
  "classic",
);

/** What others have on the node: handlers of the same name, or no binfmt_misc mounted at all. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Bench, folder, onEngines, ROOT } from "../support/action.ts";
import { runJob } from "../support/job-run.ts";
import { archTable } from "../support/magic.ts";
import { publishedIndex } from "../support/published.ts";
import { runAction } from "../support/runner.ts";

const MISC = "/proc/sys/fs/binfmt_misc";
const { magic, mask } = archTable("aarch64");

async function inputsOf(bench: Bench): Promise<Record<string, string>> {
  const dockerfile = `FROM ${bench.base}\nRUN test "$(uname -m)" = aarch64\n`;
  const context = await folder(bench, "context", { Dockerfile: dockerfile });
  return { context, platforms: "linux/arm64", tags: `${bench.repository}:1`, push: "true" };
}

/** Registers `name` for arm64 programs until the end of the test. */
async function neighbour(bench: Bench, name: string, rule: { path: string; flags: string }) {
  await writeFile(`${MISC}/register`, `:${name}:M::${magic}:${mask}:${rule.path}:${rule.flags}`);
  bench.cleanup.push(() => writeFile(`${MISC}/${name}`, "-1").catch(() => undefined));
}

const stale = [
  { name: "/bin/false", rule: { path: "/bin/false", flags: "" } },
  { name: "/bin/false, opened at once", rule: { path: "/bin/false", flags: "F" } },
  { name: "a path that is not there", rule: { path: "/nowhere/qemu-aarch64", flags: "P" } },
  { name: "a broken emulator", rule: { path: "BROKEN", flags: "PF" } },
  { name: "disabled", rule: { path: "/bin/false", flags: "" }, disabled: true },
];

for (const { name, rule, disabled } of stale) {
  onEngines(
    `G17 a stale handler qemu-aarch64: ${name}`,
    async (bench) => {
      const dir = await folder(bench, "broken", { "qemu-aarch64": "no program\n" });
      const path = rule.path === "BROKEN" ? join(dir, "qemu-aarch64") : rule.path;
      await neighbour(bench, "qemu-aarch64", { ...rule, path });
      if (disabled) await writeFile(`${MISC}/qemu-aarch64`, "0");
      const before = await readFile(`${MISC}/qemu-aarch64`, "utf8");
      const { main } = await runJob(bench, await inputsOf(bench), {
        between: async () =>
          assert.equal(await readFile(`${MISC}/qemu-aarch64`, "utf8"), before, "during the job"),
      });
      assert.equal(main.exitCode, 0, main.log);
      const found = main.log.split("\n").filter((line) => line.startsWith("found qemu-aarch64"));
      assert.equal(found.length, 1, main.log);
      const state = disabled ? ", disabled" : "";
      assert.ok(
        found[0]?.startsWith(`found qemu-aarch64 (${path}${state}), using QEMU `),
        found[0],
      );
      assert.equal(await readFile(`${MISC}/qemu-aarch64`, "utf8"), before, "after post");
      assert.match(before, disabled ? /^disabled$/m : /^enabled$/m);
    },
    "containerd",
  );
}

/** Takes binfmt_misc off the machine until the end of the test. */
async function unmounted(bench: Bench): Promise<void> {
  const run = promisify(execFile);
  const isThere = (): Promise<boolean> =>
    access(`${MISC}/status`).then(
      () => true,
      () => false,
    );
  while (await isThere()) await run("umount", [MISC]);
  bench.cleanup.push(async () => {
    if (!(await isThere())) await run("mount", ["-t", "binfmt_misc", "binfmt_misc", MISC]);
  });
}

onEngines("binfmt_misc that is not mounted is mounted for the job alone", async (bench) => {
  await unmounted(bench);
  // That it is not mounted afterwards either is asserted with all the rest.
  const { main, left } = await runJob(bench, { ...(await inputsOf(bench)), register: "auto" });
  assert.equal(main.exitCode, 0, main.log);
  assert.match(
    main.log,
    /container without rights, as binfmt_misc cannot be written from here\.$/m,
  );
  assert.ok(left.includes("left behind: binfmt_misc mounted"), left.join("\n"));
  assert.equal((await publishedIndex(`${bench.repository}:1`))?.digest, main.outputs.digest);
});

onEngines("binfmt_misc that others use by now stays mounted", async (bench) => {
  await unmounted(bench);
  const name = "qemu-of-a-neighbour";
  const path = join(bench.dir, "emulator");
  await copyFile(join(bench.qemuDir, "qemu-aarch64"), path);
  const text = `enabled, interpreter ${path}, flags: F`;
  const { main } = await runJob(
    bench,
    { ...(await inputsOf(bench)), register: "auto" },
    {
      between: async () => await neighbour(bench, name, { path, flags: "F" }),
      stays: [
        "gone: binfmt_misc not mounted",
        "left behind: binfmt_misc mounted",
        `left behind: handler ${name}: ${text}, offset 0, magic ${plain(magic)}, mask ${plain(mask)}`,
      ],
    },
  );
  assert.equal(main.exitCode, 0, main.log);
  await rm(path);
});

onEngines(
  "binfmt_misc is unmounted again by a run that fails",
  async (bench) => {
    await unmounted(bench);
    const { main, left } = await runJob(bench, { ...(await inputsOf(bench)), test: "false" });
    assert.equal(main.exitCode, 1, main.log);
    assert.deepEqual(left, [], main.log);
  },
  "containerd",
);

onEngines(
  "binfmt_misc that a killed job's container mounted is unmounted after the next run",
  async (bench) => {
    await unmounted(bench);
    const temp = join(bench.dir, "temp");
    const inputs = { platforms: "arm64", emulator: bench.qemuDir };
    const setup = { action: join(ROOT, "setup"), temp };
    const killed = await runAction({
      ...setup,
      env: bench.env,
      with: inputs,
      cancel: { when: (line) => line.includes("ran a program"), signals: [[0, "SIGKILL"]] },
    });
    assert.equal(killed.signal, "SIGKILL", killed.log);
    assert.match(await readFile("/proc/mounts", "utf8"), /^anyarch-\S+ \S+ binfmt_misc /m);
    for (const name of await readdir(temp)) await rm(join(temp, name), { recursive: true });
    const { main } = await runJob(
      bench,
      { ...inputs, register: "privileged" },
      { ...setup, stays: ["gone: binfmt_misc mounted", "left behind: binfmt_misc not mounted"] },
    );
    assert.match(main.log, /^binfmt_misc was mounted by a killed job, and is unmounted after/m);
    assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
  },
  "classic",
);

const plain = (escaped: string): string => escaped.replaceAll("\\x", "");

onEngines(
  "handlers that somebody takes away in the middle are told as the cause",
  async (bench) => {
    const dockerfile = `FROM ${bench.base}\nRUN echo ${bench.repository}; sleep 1\nRUN uname -m\n`;
    const context = await folder(bench, "context", { Dockerfile: dockerfile });
    const there = new Set(await readdir(MISC));
    const onLog = (line: string): void => {
      if (!line.includes("RUN echo")) return;
      const names = readdirSync(MISC).filter((name) => !there.has(name));
      for (const name of names) writeFileSync(`${MISC}/${name}`, "-1");
    };
    const { main } = await runJob(bench, { context, platforms: "linux/arm64" }, { onLog });
    assert.equal(main.exitCode, 1, main.log);
    assert.match(main.log, /likely cause: Somebody removed the handlers of this job .*anyarch-/);
  },
  "containerd",
);

onEngines(
  "a job that ends takes the mount away that another one's container still sees: that one has its own",
  async (bench) => {
    await unmounted(bench);
    const bytes = await readFile(join(bench.qemuDir, "qemu-aarch64"));
    const first = new EventEmitter();
    const ended = once(first, "end");
    const server = createServer(async (_, response) => {
      await ended;
      response.end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    bench.cleanup.push(async () => server.close());
    const bound = server.address();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const setup = { action: join(ROOT, "setup"), env: bench.env };
    const own = { ...setup, temp: join(bench.dir, "own-temp"), toolCache: join(bench.dir, "own") };
    await mkdir(own.temp);
    const slow = {
      platforms: "arm64",
      register: "privileged",
      emulator: "release",
      "emulator-url": `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}/{target}`,
      "emulator-sha256": `aarch64=${sha256}`,
    };
    const inputs = { platforms: "arm64", emulator: bench.qemuDir };
    const usual = { ...setup, temp: join(bench.dir, "temp"), toolCache: join(bench.dir, "tools") };
    const one = await runAction({ ...usual, with: inputs });
    assert.equal(one.exitCode, 0, one.log);
    let over = false;
    const second = runAction({ ...own, with: slow }).finally(() => {
      over = true;
    });
    const ps = ["ps", "--quiet", "--filter", "label=anyarch.job"];
    while (!over && (await bench.docker(...ps)) === "") await sleep(20);
    await runAction({ ...usual, entry: "post", state: one.state });
    await assert.rejects(access(`${MISC}/status`), { code: "ENOENT" });
    first.emit("end");
    const main = await second;
    assert.equal(main.exitCode, 0, main.log);
    assert.match(main.log, /^linux\/arm64: ran a program, kernel says aarch64/m);
    const post = await runAction({ ...own, entry: "post", state: main.state });
    assert.deepEqual([post.exitCode, post.log], [0, ""]);
    await assert.rejects(access(`${MISC}/status`), { code: "ENOENT" });
  },
  "classic",
);

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inFolder, namesIn, programIn, project, recorded } from "../support/faults.ts";
import { runAction } from "../support/runner.ts";
import { type ToldEngine, toldEngine } from "../support/told-engine.ts";

let engine: ToldEngine;
before(async () => {
  engine = await toldEngine(undefined, "broken");
});
after(async () => await engine.close());

const ours = {
  jobId: "anyarch-t5n2c0-0123abcd-89014567cdef",
  temp: "",
  handlers: "none",
  mounted: false,
  images: true,
  builder: true,
  keep: false,
  undone: false,
};

const replacing = { ...ours, temp: `FOLDER/${ours.jobId}-x`, keep: true, handlers: "there" };

/** `FOLDER` is in place of a folder that must still be there afterwards. */
const cases = [
  { name: "no state", state: {} },
  { name: "empty state", state: { ledger: "" } },
  { name: "garbage", state: { ledger: "]{" } },
  { name: "JSON that is no ledger", state: { ledger: '["anyarch"]' } },
  { name: "null", state: { ledger: "null" } },
  { name: "another action's ledger", state: { ledger: '{"jobId":"x","temp":"FOLDER"}' } },
  { name: "a job id that is none", ledger: { ...ours, jobId: "anyarch-*", temp: "FOLDER" } },
  { name: "a folder that is not the job's", ledger: { ...ours, temp: "FOLDER" } },
  { name: "a folder above", ledger: { ...ours, temp: `FOLDER/${ours.jobId}-x/..` } },
  { name: "another's handler", ledger: { ...replacing, superseded: ["qemu-aarch64"] } },
  { name: "a pattern", ledger: { ...replacing, superseded: ["anyarch-kept-*"] } },
  { name: "no list", ledger: { ...replacing, superseded: "anyarch-kept-x" } },
  { name: "added: a pattern", ledger: { ...replacing, keep: false, added: ["qemu-*"] } },
  { name: "added: a path", ledger: { ...replacing, keep: false, added: ["../status"] } },
  { name: "added: the kernel's own", ledger: { ...replacing, keep: false, added: ["register"] } },
  {
    name: "added: another job's",
    ledger: { ...replacing, keep: false, added: ["anyarch-t5n2c0-89abcdef-89014567cdef-arm"] },
  },
  { name: "all undone already", ledger: { ...ours, temp: `FOLDER/${ours.jobId}-x`, undone: true } },
];

describe("post without anything to undo", () => {
  for (const { name, state, ledger } of cases) {
    it(name, async () => {
      await inFolder(async (folder) => {
        const file = join(folder, "docker.log");
        const bin = await programIn(folder, "docker", `echo "$*" >>${file}`);
        const kept = join(folder, "kept", `${ours.jobId}-x`);
        await mkdir(kept, { recursive: true });
        const text = JSON.stringify(state ?? { ledger: JSON.stringify(ledger) });
        const saved = JSON.parse(text.replaceAll("FOLDER", join(folder, "kept")));
        const env = { ...engine.env, PATH: `${bin}:${process.env.PATH}` };
        const run = await runAction({ action: project, entry: "post", state: saved, env });
        assert.deepEqual([run.exitCode, run.log, run.stderr], [0, "", ""]);
        assert.deepEqual([engine.asked, await recorded(file)], [[], []]);
        assert.deepEqual(await namesIn(join(folder, "kept")), [`${ours.jobId}-x`]);
      });
    });
  }

  it("takes at most 300 ms", async () => {
    const times: number[] = [];
    // The best of several: other work on the machine only ever adds.
    while (times.length < 8 && !times.some((ms) => ms <= 300)) {
      times.push((await runAction({ action: project, entry: "post", env: engine.env })).ms);
    }
    assert.ok(Math.min(...times) <= 300, times.join(", "));
  });
});

describe("post with something to undo", () => {
  it("warns and ends well where the engine refuses everything", async () => {
    await inFolder(async (folder) => {
      const bin = await programIn(folder, "docker", "exit 1");
      const temp = join(folder, `${ours.jobId}-x`);
      await mkdir(temp);
      const state = { ledger: JSON.stringify({ ...ours, temp, handlers: "there" }) };
      const env = { ...engine.env, PATH: `${bin}:${process.env.PATH}` };
      const run = await runAction({ action: project, entry: "post", state, env });
      assert.equal(run.exitCode, 0);
      const warned = run.annotations.map(({ level, message }) => `${level}: ${message}`);
      for (const what of ["containers", "builder", "handlers", "images"]) {
        const text = `warning: Could not undo this job's ${what}: `;
        assert.ok(
          warned.some((line) => line.startsWith(text)),
          `${what}: ${warned.join("\n")}`,
        );
      }
      assert.deepEqual(await namesIn(temp), []);
      assert.ok(!(await namesIn(folder)).includes(`${ours.jobId}-x`), "the folder is gone");
    });
  });

  it("undoes what needs no engine where there is none, and says how the rest goes by hand", async () => {
    await inFolder(async (folder) => {
      const bin = await programIn(folder, "docker", "echo 'Cannot connect' >&2; exit 1");
      const temp = join(folder, `${ours.jobId}-x`);
      await mkdir(temp);
      const state = { ledger: JSON.stringify({ ...ours, temp, handlers: "there" }) };
      const socket = "unix:///nowhere/engine.sock";
      const env = { DOCKER_HOST: socket, PATH: `${bin}:${process.env.PATH}` };
      const run = await runAction({ action: project, entry: "post", state, env });
      assert.equal(run.exitCode, 0);
      const ways = {
        containers: `docker ps --all --quiet --filter label=anyarch.job=${ours.jobId} | xargs`,
        builder: `docker buildx rm ${ours.jobId}`,
        handlers: `for f in /proc/sys/fs/binfmt_misc/${ours.jobId}-*; do`,
        images: "docker image ls --format",
      };
      const messages = run.annotations.map(({ message }) => message);
      assert.equal(messages.length, Object.keys(ways).length, messages.join("\n"));
      for (const [what, way] of Object.entries(ways)) {
        const [message = ""] = messages.filter((it) => it.includes(`undo this job's ${what}: `));
        assert.ok(message.includes(`the next run of this runner does, or: ${way}`), message);
        if (what !== "builder") {
          assert.ok(message.includes(`The container engine cannot be reached | ${socket}: `));
        }
      }
      assert.ok(!(await namesIn(folder)).includes(`${ours.jobId}-x`), "the folder is gone");
    });
  });

  it("tries again to remove a builder with a node that is dead, though buildx forgot it, and says what is left on which", async () => {
    await inFolder(async (folder) => {
      const instances = join(folder, "buildx", "instances");
      await mkdir(instances, { recursive: true });
      const builder = join(instances, ours.jobId);
      const asked = join(folder, "asked");
      // As buildx does: what it knew is gone, whether or not the nodes answered.
      const forgets = `[ "$1 $2" = "buildx rm" ] && echo "$*" >>'${asked}' && rm '${builder}' || exit 1`;
      const says = `echo "failed to remove $3: Cannot connect to far\nERROR: failed to remove" >&2`;
      const bin = await programIn(
        folder,
        "docker",
        `${forgets}\n[ -e '${folder}/up' ] && exit 0\n${says}; exit 1`,
      );
      const env = { DOCKER_CONFIG: folder, DOCKER_HOST: undefined, PATH: `${bin}:/usr/bin:/bin` };
      const post = async (driver: string, nodes: readonly object[]) => {
        const text = JSON.stringify({ Name: ours.jobId, Driver: driver, Nodes: nodes });
        if (nodes.length > 0) await writeFile(builder, text);
        const temp = join(folder, `${ours.jobId}-x`);
        const state = { ledger: JSON.stringify({ ...ours, temp, images: false }) };
        const run = await runAction({ action: project, entry: "post", state, env });
        assert.equal(run.exitCode, 0);
        const told = run.annotations
          .map(({ message }) => message)
          .filter((it) => /builder/.test(it));
        return {
          told: told.join("\n"),
          kept: await readFile(builder, "utf8").catch(() => ""),
          text,
        };
      };
      const name = `buildx_buildkit_${ours.jobId}`;
      const dead = await post("docker-container", [
        { Name: `${ours.jobId}0`, Endpoint: "unix:///run/docker.sock" },
        { Name: `${ours.jobId}1`, Endpoint: "far" },
      ]);
      assert.ok(
        dead.told.includes(`failed to remove ${ours.jobId}: Cannot connect to far`),
        dead.told,
      );
      assert.ok(dead.told.includes("; the next run of this runner does, or: docker "), dead.told);
      for (const [host, number] of [
        ["--host unix:///run/docker.sock", 0],
        ["--context far", 1],
      ]) {
        const way = `docker ${host} rm --force --volumes ${name}${number}; docker ${host} volume rm --force ${name}${number}_state`;
        assert.ok(dead.told.includes(way), dead.told);
      }
      assert.equal(dead.kept, dead.text);
      const pods = await post("kubernetes", [
        { Name: `${ours.jobId}0`, Endpoint: "", DriverOpts: { namespace: "builds" } },
      ]);
      const deployment = `deployment/${ours.jobId}0 configmap/${ours.jobId}0-config`;
      assert.ok(
        pods.told.includes(`kubectl --namespace builds delete --ignore-not-found ${deployment}`),
        pods.told,
      );
      // The node is back, and buildx knows of it.
      await writeFile(join(folder, "up"), "");
      const back = await post("", []);
      assert.deepEqual([back.told, back.kept], ["", ""]);
      assert.deepEqual(await recorded(asked), Array(3).fill(`buildx rm ${ours.jobId}`));
    });
  });

  it("ends soon after a signal where engine and client stand still, with all that it started", async () => {
    const silent = await toldEngine(undefined, "hangs");
    const tried = async (sent: NodeJS.Signals, folder: string): Promise<void> => {
      const begun = join(folder, "begun");
      const bin = await programIn(folder, "docker", `touch ${begun}; sleep 600; true`);
      const temp = join(folder, `${ours.jobId}-x`);
      await mkdir(temp);
      const state = { ledger: JSON.stringify({ ...ours, temp }) };
      const env = { ...silent.env, PATH: `${bin}:${process.env.PATH}` };
      const stop = new AbortController();
      const look = setInterval(async () => {
        if ((await namesIn(folder)).includes("begun")) stop.abort();
      }, 50);
      const cancel = { abort: stop.signal, signals: [[0, sent]] as const };
      const run = await runAction({ action: project, entry: "post", state, env, cancel });
      clearInterval(look);
      assert.deepEqual([run.exitCode, run.signal, run.orphans], [0, null, []], run.log);
      assert.ok((run.cancelMs ?? 9999) <= 7000, `${run.cancelMs} ms after ${sent}`);
      for (const what of ["containers", "builder", "images"]) {
        assert.match(run.log, new RegExp(`^Warning: Could not undo this job's ${what}: `, "m"));
      }
      assert.ok(!(await namesIn(folder)).includes(`${ours.jobId}-x`), "the folder is gone");
    };
    const both = (["SIGINT", "SIGTERM"] as const).map((sent) =>
      inFolder((folder) => tried(sent, folder)),
    );
    await Promise.all(both).finally(() => silent.close());
  });
});

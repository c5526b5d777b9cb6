/** Builds on real engines: what is made, what is said, what is left. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { processesWith } from "./build-processes.ts";
import { base, onEngines, startBuild } from "./build-rig.ts";

const run = (script: string): string =>
  `RUN ${JSON.stringify(["/bin/busybox", "sh", "-c", script])}`;

onEngines("loads an image, with digest, times and a secret", async ({ temp, docker, after }) => {
  const tag = `anyarch-build-load:${process.pid}`;
  after(async () => {
    await docker("image", "rm", "-f", tag);
  });
  const secret = "--mount=type=secret,id=TOKEN";
  const script = "/bin/busybox wc -c < /run/secrets/TOKEN";
  const dockerfile = `FROM ${base}\n${run(script).replace("RUN", `RUN ${secret}`)}\n`;
  const build = {
    noCache: true,
    labels: ["a=b, c"],
    secrets: [{ kind: "value", id: "TOKEN", value: "hidden-value\n" } as const],
  };
  const built = await startBuild(temp, dockerfile, {
    build,
    step: { tags: [tag], output: "type=docker" },
  });
  const { log, outcome } = await built.done;
  assert.match(log, /^#\d+ \[(?:stage-0 )?2\/2\] RUN --mount=type=secret/m);
  assert.match(log, /^#\d+ \d+\.\d 13$/m);
  assert.match(log, /^#\d+ DONE \d+\.\ds$/m);
  assert.ok(!log.includes("hidden-value"));
  const text = JSON.stringify(outcome);
  assert.match(text, /"imageId":"sha256:[0-9a-f]{64}"/);
  assert.match(text, /"digest":"sha256:[0-9a-f]{64}"/);
  assert.match(text, /"times":\{"linux\/amd64":\{"ms":[1-9]\d*,"steps":2,"cached":\d\}\}/);
  assert.equal(await docker("image", "inspect", "-f", '{{index .Config.Labels "a"}}', tag), "b, c");
  const id = await docker("image", "inspect", "-f", "{{.Id}}", tag);
  assert.ok(text.includes(id));
});

onEngines("G18 a failing RUN is explained, and cannot command the runner", async ({ temp }) => {
  const script =
    "echo ::error::forged; echo '##[error]forged'; printf 'x\\r::error::cr\\n'; for i in $(/bin/busybox seq 50); do echo line $i; done; exit 7";
  const built = await startBuild(temp, `FROM ${base}\n${run(script)}\n`, {
    build: { noCache: true },
    step: { tags: [] },
  });
  const { log, outcome } = await built.done;
  assert.match(log, /forged/);
  assert.doesNotMatch(log, /^\s*::/m);
  assert.doesNotMatch(log, /##\[/);
  assert.doesNotMatch(log, /\r/);
  const text = JSON.stringify(outcome);
  assert.match(
    text,
    /"what":"The build for linux\/amd64 failed at \[(?:stage-0 )?2\/2\] RUN .* \(Dockerfile:2\)"/,
  );
  assert.match(text, /"seen":"exit code 7"/);
  assert.match(text, /line 32\\nline 33.*line 50\\n/);
  assert.doesNotMatch(text, /line 31\\n/);
});

onEngines("a base image that is not there is named", async ({ temp }) => {
  const gone = `${base}-nowhere`;
  const built = await startBuild(temp, `FROM ${gone}\n`, { step: { tags: [] } });
  const text = JSON.stringify((await built.done).outcome);
  assert.ok(text.includes(`There is no image ${gone} in its registry.`), text);
});

onEngines("G21 a stop in the middle of RUN ends all of it within 3 s", async ({ temp }) => {
  const naps = String(60_000 + process.pid);
  const built = await startBuild(
    temp,
    `FROM ${base}\n${run(`echo asleep; exec /bin/busybox sleep ${naps}`)}\n`,
    {
      build: { noCache: true },
      step: { tags: [] },
    },
  );
  for (let i = 0; i < 300 && !/ asleep$/m.test(built.printed()); i += 1) await sleep(100);
  assert.match(built.printed(), / asleep$/m);
  assert.notDeepEqual(await processesWith(`${temp}/metadata.json`), [], "buildx runs");
  const start = performance.now();
  built.child.kill("SIGINT");
  const { outcome } = await built.done;
  assert.ok(performance.now() - start < 3_000, `${performance.now() - start} ms`);
  assert.match(JSON.stringify(outcome), /"what":"The build was stopped\."/);
  assert.deepEqual(await processesWith(`${temp}/metadata.json`), []);
  for (let i = 0; i < 30 && (await processesWith(`sleep ${naps}`)).length > 0; i += 1)
    await sleep(100);
  assert.deepEqual(await processesWith(`sleep ${naps}`), []);
});

onEngines("G02 a step without output for the time given is stopped and named", async ({ temp }) => {
  const naps = String(70_000 + process.pid);
  const built = await startBuild(
    temp,
    `FROM ${base}\n${run(`exec /bin/busybox sleep ${naps}`)}\n`,
    { build: { noCache: true }, timeout: 0.05, step: { tags: [] } },
  );
  const text = JSON.stringify((await built.done).outcome);
  assert.match(text, /no output for 0\.05 min in \[(?:stage-0 )?2\/2\] RUN/);
  assert.deepEqual(await processesWith(`${temp}/metadata.json`), []);
});

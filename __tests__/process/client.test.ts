import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { contextIn, inFolder, namesIn, programIn, project, recorded } from "../support/faults.ts";
import { runAction } from "../support/runner.ts";
import { type ToldEngine, toldEngine } from "../support/told-engine.ts";

let engine: ToldEngine;
before(async () => {
  engine = await toldEngine();
});
after(async () => await engine.close());

/** Runs main with `docker` as the only program of that name; `script` undefined: with none. */
async function tried(script: string | undefined, by: ToldEngine = engine, name = "docker") {
  return await inFolder(async (folder) => {
    const file = join(folder, "docker.log");
    const text = `echo "$*" >>${file}\n${script ?? ""}`;
    const bin = script === undefined ? join(folder, "none") : await programIn(folder, name, text);
    await contextIn(folder, "FROM scratch\n");
    const inputs = { context: "context", platforms: "linux/arm64", push: "true", tags: "h/x:1" };
    const temp = join(folder, "temp");
    const env = { ...by.env, PATH: bin, DOCKER_CONFIG: folder };
    const run = await runAction({ action: project, with: inputs, env, dir: folder, temp });
    return { ...run, docker: await recorded(file), left: await namesIn(temp) };
  });
}

const PODMAN = `case "$*" in
  --version | version) echo "podman version 4.9.3" ;;
  "buildx build "*) exit 0 ;;
  buildx*) echo "Error: unknown flag: --name" >&2; echo "See 'podman buildx --help'" >&2; exit 125 ;;
  *) exit 125 ;;
esac`;
const PODMAN_BUILDX = `case "$*" in
  --version | version) echo "podman version 4.9.3" ;;
  "buildx version") echo "buildah 1.33.2" ;;
  *) exit 0 ;;
esac`;
const NO_BUILDX = `case "$*" in
  --version) echo "Docker version 28.5.2, build ecc6942" ;;
  *) echo "docker: 'buildx' is not a docker command." >&2; exit 1 ;;
esac`;

const cases = [
  { name: "podman's stand-in", script: PODMAN, expected: /^Error: docker is podman's stand-in/m },
  {
    name: "podman's stand-in that takes any command for done",
    script: PODMAN_BUILDX,
    expected: /^Error: docker is podman's stand-in/m,
  },
  { name: "no buildx", script: NO_BUILDX, expected: /^Error: buildx is missing: install/m },
  { name: "no docker", script: undefined, expected: /^Error: no docker/m },
];

describe("G24 the docker on the PATH is something else", () => {
  for (const { name, script, expected } of cases) {
    it(name, async () => {
      const before = engine.asked.length;
      const run = await tried(script);
      assert.equal(run.exitCode, 1);
      assert.match(run.log, expected);
      assert.match(run.log, /do this:\n/, "tells what to do");
      const built = run.docker.filter((line) => line.startsWith("buildx build"));
      const changes = engine.asked
        .slice(before)
        .filter((call) => !/^GET \/(info|version)$/.test(call));
      assert.deepEqual([built, run.left], [[], []]);
      assert.ok(
        changes.every((call) => call.startsWith("GET ")),
        changes.join(),
      );
    });
  }
});

describe("podman's socket in DOCKER_HOST", () => {
  let podman: ToldEngine;
  before(async () => {
    podman = await toldEngine(undefined, "podman");
  });
  after(async () => await podman.close());

  for (const { name, script } of cases) {
    it(`is what is told, whatever else is in the way: ${name}`, async () => {
      const run = await tried(script, podman);
      assert.equal(run.exitCode, 1);
      assert.match(run.log, /^Error: Podman answers in the engine's place: it has no BuildKit/m);
      assert.match(run.log, /got: "?podman 4\.3\.1/);
      const changes = podman.asked.filter((call) => !call.startsWith("GET "));
      assert.deepEqual([changes, run.left], [[], []]);
    });
  }
});

/** Runs one build as the action does, in a process of its own, so that its log and end can be seen. */

import { readFile, writeFile } from "node:fs/promises";
import { Failure } from "../../src/failure.ts";
import { runBuild } from "../../src/image/build/build.ts";
import { prepareSecrets } from "../../src/image/build/secrets.ts";
import type { BuildInputs } from "../../src/inputs/inputs.ts";

const [temp = "", ...rest] = process.argv.slice(2);
const { build, step, timeout }: Parsed = JSON.parse(await readFile(`${temp}/plan.json`, "utf8"));

interface Parsed {
  readonly build: BuildInputs;
  readonly timeout: number;
  readonly step: { readonly tags: readonly string[]; readonly output?: string };
}

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort(name));

let outcome: object;
try {
  const secrets = await prepareSecrets({ temp }, build.secrets);
  const files = { metadataFile: `${temp}/metadata.json`, iidFile: `${temp}/iid` };
  const result = await runBuild(
    { signal: stop.signal },
    {
      build,
      step: { platforms: rest, ...step, ...files, secrets, attestations: { kind: "off" } },
      native: "linux/amd64",
      emulators: {},
      crashAllow: [],
      timeout,
    },
  );
  outcome = { result };
} catch (error) {
  outcome = error instanceof Failure ? { failure: error.parts } : { bug: String(error) };
}
await writeFile(`${temp}/outcome.json`, JSON.stringify(outcome));

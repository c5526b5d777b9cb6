/** Input by input, the arguments that docker/build-push-action gives buildx, recorded from it: ours are the same. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { Failures } from "../../../src/failure.ts";
import { buildArguments } from "../../../src/image/build/arguments.ts";
import { hasDefaultProvenance } from "../../../src/image/build/attestations.ts";
import { gitTokenSecret } from "../../../src/image/build/secrets.ts";
import type { Inputs, SecretInput } from "../../../src/inputs/inputs.ts";
import { inputsFrom } from "../../../src/inputs/inputs-from.ts";
import { platformName } from "../../../src/platform/platform.ts";
import { gitHubFacts, isPrivateRepository } from "../../../src/runner/input.ts";
import { expectedOf, type Row, refusalOf, rows, sorted } from "./peer-arguments.ts";

const folder = await mkdtemp(join(tmpdir(), "anyarch-peer-"));
const own = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(INPUT|GITHUB|DOCKER|BUILDX|BUILDKIT)_/.test(name)) delete process.env[name];
  }
});
after(async () => {
  Object.assign(process.env, own);
  await rm(folder, { recursive: true });
});

for (const row of rows) {
  test(row.name, async () => {
    const event = join(folder, "event.json");
    await writeFile(event, JSON.stringify(row.event ?? {}));
    Object.assign(process.env, {
      ...{ GITHUB_REPOSITORY: "o/r", GITHUB_REF: "refs/heads/main", GITHUB_SHA: "c0ffee" },
      ...{ GITHUB_RUN_ID: "7", GITHUB_RUN_ATTEMPT: "2", GITHUB_EVENT_PATH: event },
      ...row.env,
    });
    const reason = refusalOf(row);
    const ours = await argumentsOf(row).catch((error: unknown) => error);
    if (ours instanceof Failures) {
      const told = ours.failures.map(({ message }) => message).join("\n");
      assert.match(told, reason ?? /^nothing is wrong with it$/);
    } else {
      assert.equal(reason, undefined, "it is refused");
      assert.deepEqual(ours, expectedOf(row));
    }
  });
}

async function argumentsOf(row: Row): Promise<readonly (readonly string[])[]> {
  const github = await gitHubFacts();
  const { inputs } = await inputsFrom(row.with, github);
  const args = buildArguments(inputs.build, {
    ...{ platforms: inputs.platforms.map(platformName), tags: inputs.publish.tags, secrets: [] },
    metadataFile: "",
    attestations: {
      kind: hasDefaultProvenance(inputs.publish, process.env) ? "on" : "default",
      privateRepository: await isPrivateRepository(),
      builderId: github?.runUrl,
    },
  });
  const repository = github && `${github.serverUrl}/${github.repository}.git`;
  return sorted([...pairsOf(args.slice(5)), ...separateOf(inputs, repository)]);
}

/** What we give to other calls of buildx than the first, or as files. */
function separateOf({ build, publish }: Inputs, repository: string | undefined): string[][] {
  const token = gitTokenSecret(build, repository);
  const secrets = [...build.secrets, ...(token === undefined ? [] : [token])];
  return [
    ...publish.outputs.map((output) => ["--output", output.text]),
    ...secrets.map((secret) => ["--secret", ...secretOf(secret)]),
  ];
}

function secretOf(secret: SecretInput): string[] {
  if (secret.kind === "value") return [secret.id, secret.value];
  const from = secret.kind === "env" ? `env=${secret.env}` : `src=${secret.path}`;
  return [`id=${secret.id},${from}`];
}

function pairsOf(args: readonly string[]): string[][] {
  const [flag, ...rest] = args;
  if (flag === undefined) return [];
  const alone = !flag.startsWith("--") || ["--no-cache", "--pull"].includes(flag);
  const [value = "", ...later] = rest;
  return alone ? [[flag], ...pairsOf(rest)] : [[flag, value], ...pairsOf(later)];
}

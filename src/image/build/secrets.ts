/** Hands secrets to the build as files and environment names, never as values on a command line. */

import { access, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvField } from "../../engine/buildx/csv-field.ts";
import { assertNever, Failure } from "../../failure.ts";
import type { BuildInputs, SecretInput } from "../../inputs/inputs.ts";
import type { Job } from "../../job/job.ts";

/**
 * Writes the values into files of mode 0600 in `job.temp`; returns what follows each `--secret`.
 * Values go byte for byte, with no line end added.
 * @throws Failure when a file the user names is not there.
 */
export async function prepareSecrets(
  job: Pick<Job, "temp">,
  secrets: readonly SecretInput[],
): Promise<readonly string[]> {
  if (secrets.length === 0) return [];
  const folder = await mkdtemp(join(job.temp, "secrets-"));
  return await Promise.all(
    secrets.map((secret, index) => prepared(secret, join(folder, String(index)))),
  );
}

async function prepared(secret: SecretInput, file: string): Promise<string> {
  const id = csvField(`id=${secret.id}`);
  switch (secret.kind) {
    case "value":
      await writeFile(file, secret.value, { mode: 0o600, flag: "wx" });
      return `${id},${csvField(`src=${file}`)}`;
    case "file":
      await mustExist(secret.id, secret.path);
      return `${id},${csvField(`src=${secret.path}`)}`;
    case "env":
      return `${id},${csvField(`env=${secret.env}`)}`;
    default:
      return assertNever(secret);
  }
}

async function mustExist(id: string, path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    throw new Failure({
      what: `The file of secret ${id} cannot be read.`,
      seen: path,
      expected: "a file, by a path from the workspace",
      fix: `secret-files: |\n  ${id}=./path/to/file`,
      anchor: "secret-file",
    });
  }
}

/**
 * The token that lets BuildKit fetch the workflow's own repository, as the secret it looks for, or
 * undefined: only where the context is that repository's address and the user gives no token of
 * their own. Same rule as docker/build-push-action.
 * @param repository its address, `https://github.com/owner/name.git`.
 */
export function gitTokenSecret(
  build: Pick<BuildInputs, "context" | "githubToken" | "secrets">,
  repository: string | undefined,
): SecretInput | undefined {
  const { context, githubToken, secrets } = build;
  if (githubToken === undefined || repository === undefined) return undefined;
  const rest = context.startsWith(repository) ? context.slice(repository.length) : undefined;
  if (rest === undefined || !/^(?:[#?]|$)/.test(rest)) return undefined;
  const id = `GIT_AUTH_TOKEN.${new URL(repository).host}`;
  if (secrets.some((secret) => secret.id === "GIT_AUTH_TOKEN" || secret.id === id))
    return undefined;
  return { kind: "value", id, value: githubToken };
}

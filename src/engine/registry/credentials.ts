/** Reads the account of a registry where the `docker` command keeps it. */

import { Failure } from "../../failure.ts";
import type { Env } from "../../runner/env.ts";
import { type Execution, execute } from "../../runner/execute.ts";
import { readConfig } from "../config.ts";
import { findProgram, presentIn } from "../program.ts";
import {
  type Account,
  accountFromHelper,
  accountIn,
  headerFor,
  helperFor,
  serverOf,
} from "./auth.ts";
import { parseReference, type Reference } from "./reference.ts";

/** Milliseconds for a credential helper, which may ask a cloud; one that hangs would hang the job. */
const HELPER_MS = 60_000;

/** Value of `X-Registry-Auth` for the registry of `ref`, as `registryAccount` finds it. A secret. */
export async function registryAuth(ref: string, env: Env): Promise<string | undefined> {
  const reference = parseReference(ref);
  const account = await registryAccount(reference, env);
  return account === undefined ? undefined : headerFor(account, serverOf(reference));
}

/**
 * The account for the registry of `reference`; undefined: nobody is logged in to it.
 * Order as in docker/cli: DOCKER_AUTH_CONFIG, a credential helper, config.json itself.
 * Failure: a credential helper that is missing, failed, or said nothing for `helperMs`. The value is a secret.
 */
export async function registryAccount(
  reference: Reference,
  env: Env,
  helperMs = HELPER_MS,
): Promise<Account | undefined> {
  const server = serverOf(reference);
  return accountIn(givenConfig(env), server) ?? (await keptAccount(server, env, helperMs));
}

function givenConfig(env: Env): unknown {
  const text = env.DOCKER_AUTH_CONFIG;
  if (text === undefined || text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    // Not quoted: it holds a secret.
    throw new Failure({ what: "The variable DOCKER_AUTH_CONFIG is not JSON", expected: "JSON" });
  }
}

async function keptAccount(
  server: string,
  env: Env,
  limitMs: number,
): Promise<Account | undefined> {
  const config = await readConfig(env);
  const helper = helperFor(config, server);
  if (helper === undefined) return accountIn(config, server);
  const program = `docker-credential-${helper}`;
  const path = await findProgram(program, env);
  if (path === undefined) throw helperFailure(server, program, "not found on the PATH");
  const options = { input: server, limitMs };
  const answer = await execute(path, presentIn(env), ["get"], options);
  if (answer.failed === undefined) return accountFromHelper(parsed(answer.stdout, program));
  // The one refusal that is none: github.com/docker/docker-credential-helpers, `ErrCredentialsNotFound`.
  if (wordsOf(answer).includes("credentials not found in native keychain")) return undefined;
  throw helperFailure(server, program, wordsOf(answer) || endOf(answer, limitMs));
}

function parsed(stdout: string, program: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    // Not quoted: it may hold a secret.
    throw new Failure({ what: `The answer of ${program} is not JSON`, expected: "JSON" });
  }
}

function endOf({ failed = "" }: Execution, limitMs: number): string {
  if (failed === "SIGKILL") return `no answer within ${limitMs / 1000} s`;
  return /^\d+$/.test(failed) ? `exit code ${failed}` : failed;
}

function wordsOf({ stdout, stderr }: Execution): string {
  return `${stdout}\n${stderr}`.trim().slice(0, 300);
}

function helperFailure(server: string, program: string, seen: string): Failure {
  return new Failure({
    what: `Could not get the credentials for ${server}`,
    seen: `${program}: ${seen}`,
    cause: "docker's config.json names this credential helper for it",
    fix: `echo ${server} | ${program} get   # must print the account`,
    anchor: "credential-helper",
  });
}

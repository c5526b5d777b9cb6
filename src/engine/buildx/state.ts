/** Reads buildx's own files: which builder is current, and which there are, without running it. */

import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type Fields, isFields, jsonOf } from "../../any-json.ts";
import { codeOf } from "../../failure.ts";
import type { Env } from "../../runner/env.ts";

/** The name by which buildx calls the engine's own builder. */
const DEFAULT = "default";

/**
 * The builder that `docker buildx build` would take when none is named, or undefined where that is
 * the engine's own.
 *
 * As buildx does: `BUILDX_BUILDER`, else the one made current for this endpoint (or for all), else
 * the endpoint's default one. A recorded builder that is gone does not count. Source: store.Current
 * in github.com/docker/buildx.
 */
export async function currentBuilderName(env: Env): Promise<string | undefined> {
  const named = env.BUILDX_BUILDER || (await recordedBuilder(env));
  return named === undefined || named === DEFAULT ? undefined : named;
}

async function recordedBuilder(env: Env): Promise<string | undefined> {
  const folder = stateFolder(env);
  const names = await instances(folder);
  if (names.length === 0) return undefined;
  const endpoint = await endpointOf(env);
  const current = fieldsOf(await text(join(folder, "current")));
  const counts = current.Global === true || current.Key === endpoint;
  if (counts && isName(current.Name, names)) return current.Name;
  const hash = createHash("sha256").update(endpoint).digest("hex").slice(0, 20);
  const fallback = await text(join(folder, "defaults", hash));
  return isName(fallback, names) ? fallback : undefined;
}

/** Names of the builders that were made, the engine's own first. */
export async function builderNames(env: Env): Promise<readonly string[]> {
  return [DEFAULT, ...(await instances(stateFolder(env)))];
}

/** What buildx gives a new builder where nothing is given: `buildkitd.default.toml`, or nothing. */
export async function defaultBuilderConfig(env: Env): Promise<string> {
  return await text(join(stateFolder(env), "buildkitd.default.toml"));
}

/**
 * The folder in which buildx, which writes to it whatever it is asked, cannot write; undefined where
 * it can. One that holds builders is never told: without it the user's would be unknown.
 */
export async function deadStateFolder(env: Env): Promise<string | undefined> {
  const folder = stateFolder(env);
  if ((await instances(folder)).length > 0 || (await canBeMade(folder))) return undefined;
  return folder;
}

async function canBeMade(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch (error) {
    return codeOf(error) === "ENOENT" && path !== dirname(path) && (await canBeMade(dirname(path)));
  }
}

/** Where buildx keeps its state. */
export function stateFolder(env: Env): string {
  return env.BUILDX_CONFIG || join(dockerFolder(env), "buildx");
}

function dockerFolder(env: Env): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

/** What buildx calls the endpoint: a context's name, else the engine's address. */
async function endpointOf(env: Env): Promise<string> {
  const host = env.DOCKER_HOST;
  if (host) return host;
  const chosen = env.DOCKER_CONTEXT;
  const config = chosen ? {} : fieldsOf(await text(join(dockerFolder(env), "config.json")));
  const context = chosen || config.currentContext;
  if (typeof context === "string" && context !== "" && context !== DEFAULT) return context;
  return "unix:///var/run/docker.sock";
}

async function instances(folder: string): Promise<readonly string[]> {
  return (await readdir(join(folder, "instances")).catch(() => [])).sort();
}

const isName = (value: unknown, names: readonly string[]): value is string =>
  typeof value === "string" && names.includes(value);

async function text(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}

function fieldsOf(json: string): Fields {
  const value = jsonOf(json);
  return isFields(value) ? value : {};
}

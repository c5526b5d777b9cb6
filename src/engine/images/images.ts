/** Images in the engine's store: import, look at, tag, remove. */

import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../failure.ts";
import { saysFull } from "../../full-disk.ts";
import { type Platform, platformName } from "../../platform/platform.ts";
import type { Engine } from "../engine.ts";
import { listAt, maybeTextAt, parseJson, textsAt } from "../json.ts";
import { jsonLines } from "../json-lines.ts";
import { accepted, removal } from "../refusal.ts";
import { inPath, parseReference, repositoryOf } from "../registry/reference.ts";
import { type ImageFacts, imageFrom } from "./image-facts.ts";

export interface ImportOptions {
  readonly platform?: Platform | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Makes a one-layer image of a tar of files and gives back its id. A tag must be in `ref`. */
export async function importImage(
  engine: Engine,
  tar: Buffer | AsyncIterable<unknown>,
  options: ImportOptions & { readonly ref: string },
): Promise<string> {
  const { ref, platform, signal } = options;
  // In one piece: podman passes over `tag`, and calls the image `latest`.
  const query = new URLSearchParams({ fromSrc: "-", repo: ref });
  if (platform !== undefined) query.set("platform", platformName(platform));
  const stream = await engine.stream("POST", `/images/create?${query}`, { body: tar, signal });
  const what = `Could not import an image as ${ref}`;
  let id: string | undefined;
  for await (const line of jsonLines(stream, "the engine's answer to /images/create")) {
    const seen = maybeTextAt(line, "errorDetail", "message") ?? maybeTextAt(line, "error");
    if (seen !== undefined) throw new Failure({ what, seen });
    id = maybeTextAt(line, "status") ?? id;
  }
  if (id === undefined) throw new Failure({ what, seen: "an empty answer of the engine" });
  return id;
}

/**
 * What the engine knows of an image; undefined where it has none of that name, or none of that
 * platform. (Before API 1.49 only the platform that the engine prefers is seen.)
 */
export async function inspectImage(
  engine: Engine,
  ref: string,
  platform?: Platform,
): Promise<ImageFacts | undefined> {
  const query = platform === undefined ? "" : `?platform=${ociPlatform(platform)}`;
  const reply = await engine.request("GET", `/images/${inPath(ref)}/json${query}`);
  if (reply.status === 404) return undefined;
  const { text } = accepted(`Could not look at the image ${ref}`, reply);
  const image = imageFrom(parseJson(text, `the engine's answer about ${ref}`));
  const other = platform !== undefined && image.platform.architecture !== platform.architecture;
  return other ? undefined : image;
}

/** Gives an image one more name. */
export async function tagImage(engine: Engine, source: string, ref: string): Promise<void> {
  const query = new URLSearchParams(repoAndTag(ref));
  const reply = await engine.request("POST", `/images/${inPath(source)}/tag?${query}`);
  accepted(`Could not tag ${source} as ${ref}`, reply);
}

/** Tries of a removal on a full disk, after the first, and milliseconds before each. */
const AGAIN = 4;
const WAIT = 500;

/**
 * Removes a name, and the image with its last one. What is gone already is fine. An engine on a full
 * disk cannot write that it is gone; what a failed step filled it with goes a moment after the step.
 */
export async function removeImage(engine: Engine, ref: string): Promise<void> {
  const ask = () => engine.request("DELETE", `/images/${inPath(ref)}?force=1`);
  let reply = await ask();
  for (let again = 0; again < AGAIN && reply.status >= 400 && saysFull(reply.text); again += 1) {
    await sleep(WAIT);
    reply = await ask();
  }
  if (reply.status !== 404) accepted(`Could not remove the image ${ref}`, reply);
}

/**
 * Removes a name unless a running container uses its image, as a `removal`; one that is not running
 * keeps its layers.
 */
export async function dropImage(engine: Engine, ref: string): Promise<Failure | undefined> {
  const ask = () => engine.request("DELETE", `/images/${inPath(ref)}?force=1`);
  return await removal(`Could not remove the image ${ref}`, ask, [404, 409]);
}

/** Names in the engine's store that match `pattern`, as `docker image ls --filter reference=`. */
export async function listImages(engine: Engine, pattern: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ reference: [pattern] }));
  const reply = await engine.request("GET", `/images/json?filters=${filters}`);
  const { text } = accepted("Could not list images", reply);
  const answer = { list: parseJson(text, "the engine's list of images") };
  return listAt(answer, "list").flatMap((image) => textsAt(image, "RepoTags"));
}

function repoAndTag(ref: string): { readonly repo: string; readonly tag: string } {
  const reference = parseReference(ref);
  return { repo: repositoryOf(reference), tag: reference.tag ?? "latest" };
}

function ociPlatform({ os, architecture, variant }: Platform): string {
  return encodeURIComponent(JSON.stringify({ os, architecture, variant }));
}

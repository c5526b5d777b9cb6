/** Finds and removes what carries a label: the last resort of the undo. */

import type { Failure } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { listAt, parseJson, textAt, textMapAt } from "../json.ts";
import { accepted, removal } from "../refusal.ts";
import { removeContainer } from "./container.ts";

/**
 * Removes every container (running ones are killed), then every volume that carries `label`
 * (`anyarch.job=ID`). Gives back what could not be removed; throws only where the engine cannot be
 * asked.
 */
export async function removeByLabel(engine: Engine, label: string): Promise<readonly Failure[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const ids = await listed(engine, `/containers/json?all=1&filters=${filters}`);
  const containers = ids.map((container) => textAt(container, "Id"));
  const ofContainers = await Promise.all(containers.map((id) => removeContainer(engine, id)));
  const answer = await asked(engine, `/volumes?filters=${filters}`);
  const volumes = listAt(answer, "Volumes").map((volume) => textAt(volume, "Name"));
  const ofVolumes = await Promise.all(volumes.map((name) => removeVolume(engine, name)));
  return [...ofContainers, ...ofVolumes].filter((failure) => failure !== undefined);
}

/** The values that containers have under a label called `name`. */
export async function labelValues(engine: Engine, name: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [name] }));
  const containers = await listed(engine, `/containers/json?all=1&filters=${filters}`);
  return containers.map((container) => textMapAt(container, "Labels")[name] ?? "");
}

/** Names of the volumes that have `part` in their name. */
export async function volumeNames(engine: Engine, part: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ name: [part] }));
  const answer = await asked(engine, `/volumes?filters=${filters}`);
  return listAt(answer, "Volumes").map((volume) => textAt(volume, "Name"));
}

async function removeVolume(engine: Engine, name: string): Promise<Failure | undefined> {
  const path = `/volumes/${encodeURIComponent(name)}?force=1`;
  return await removal(`Could not remove volume ${name}`, () => engine.request("DELETE", path));
}

async function listed(engine: Engine, path: string): Promise<readonly unknown[]> {
  return listAt({ list: await asked(engine, path) }, "list");
}

async function asked(engine: Engine, path: string): Promise<unknown> {
  const reply = await engine.request("GET", path);
  return parseJson(accepted("Could not list what jobs of ours made", reply).text, `GET ${path}`);
}

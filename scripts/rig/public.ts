/** The public registry, where the machine reaches it. */

import { engineEnvironment, type Rig } from "./rig.ts";
import { tryRun } from "./run.ts";

/** Answers 200 or 401 to everyone; the address is the one dockerd itself uses. */
const PUBLIC = "https://registry-1.docker.io/v2/";

let asked: Promise<boolean> | undefined;

/** Whether the public registry answers within 3 s; asked once a run. */
export function publicRegistryAnswers(): Promise<boolean> {
  asked ??= fetch(PUBLIC, { signal: AbortSignal.timeout(3000) }).then(
    (reply) => reply.status === 200 || reply.status === 401,
    () => false,
  );
  return asked;
}

/** Copies `source` with all its platforms into the rig's registry as `reference`; says if it could. */
export async function copyPublic(rig: Rig, source: string, reference: string): Promise<boolean> {
  const engine = rig.engines[0];
  if (engine === undefined || !(await publicRegistryAnswers())) return false;
  const target = `${rig.registry}/${reference}`;
  const args = ["buildx", "imagetools", "create", "--tag", target, source];
  const env = engineEnvironment(engine);
  return (await tryRun("docker", args, { env })).exitCode === 0;
}

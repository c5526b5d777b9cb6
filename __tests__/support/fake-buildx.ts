/** Runs main with a buildx that writes what a test wants for the progress of its build. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contextIn, inFolder, programIn, project } from "./faults.ts";
import { type ActionRun, runAction } from "./runner.ts";
import { withEngine } from "./told-engine.ts";

/** Writes the progress of one RUN step: `vertex(fields)`, `log(text)`. */
const HEAD = `
import { once } from "node:events";
const name = "[2/2] RUN make";
const vertex = (fields) => process.stderr.write(JSON.stringify({ vertexes: [{
  digest: "sha256:a", name, started: "2026-01-01T00:00:00Z", ...fields }] }) + "\\n");
const log = async (text) => {
  const data = Buffer.from(text).toString("base64");
  const line = JSON.stringify({ logs: [{ vertex: "sha256:a", stream: 2, data }] }) + "\\n";
  if (!process.stderr.write(line)) await once(process.stderr, "drain");
};
const end = (error) => vertex({ completed: "2026-01-01T00:00:01Z", error });
`;

/**
 * Main on an engine that holds nothing, for linux/amd64; `script` is the buildx, an ES module that
 * starts with the lines above. A build that ends well has made nothing. `flags` are for main's Node;
 * what main prints may go `through` a shell command, and then main's exit code is lost.
 */
export async function withBuildx(
  script: string,
  flags = "",
  inputs: Readonly<Record<string, string>> = {},
  through?: string,
): Promise<ActionRun> {
  let run: ActionRun | undefined;
  await withEngine((engine) =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "buildx.mjs"), HEAD + script);
      const build = `exec '${process.execPath}' '${join(folder, "buildx.mjs")}'`;
      const version = 'echo "github.com/docker/buildx v0.29.1"';
      const cases = `"buildx build") ${build} ;; "buildx version") ${version} ;; *) exit 1 ;;`;
      const bin = await programIn(folder, "docker", `case "$1 $2" in ${cases} esac`);
      const main = `'${process.execPath}' ${flags} "$@"`;
      const wrapper = through ? `${main} | { ${through}; }` : `exec ${main}`;
      // Not needed is better: a shell drops inputs with a hyphen in their names.
      const wrapped = flags !== "" || through !== undefined;
      if (wrapped) await programIn(folder, "node", wrapper);
      const node = wrapped ? join(bin, "node") : process.execPath;
      const context = await contextIn(folder, "FROM scratch\n");
      run = await runAction({
        ...{ action: project, dir: folder, temp: join(folder, "temp"), node },
        env: { ...engine.env, DOCKER_CONFIG: folder, PATH: `${bin}:${process.env.PATH}` },
        with: { context, platforms: "linux/amd64", tags: "a:1", load: "true", ...inputs },
      });
    }),
  );
  if (run === undefined) throw new Error("it did not run");
  return run;
}

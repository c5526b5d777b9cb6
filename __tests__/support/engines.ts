/** The real engines that all engine tests share; `npm test` starts them and says where they are. */

export interface TestEngine {
  readonly name: string;
  readonly store: "containerd" | "classic";
  /** As `DOCKER_HOST` writes it. */
  readonly dockerHost: string;
  /** Folder with `docker` and its buildx; goes in front of PATH. */
  readonly path: string;
  /** `DOCKER_CONFIG` of its own, so that two engines do not see each other's builders. */
  readonly dockerConfig: string;
}

export interface TestEngines {
  /** `127.0.0.1:PORT`, plain HTTP. */
  readonly registry: string;
  /** BusyBox for linux/amd64, linux/arm64 and linux/arm/v7. */
  readonly base: string;
  /** BusyBox and a C compiler (`tcc`), for the same platforms. */
  readonly toolchain: string;
  /** To give as `buildkit-image`. */
  readonly buildkitImage: string;
  /** Folder of static `qemu-<target>` programs. */
  readonly qemuDir: string;
  readonly list: readonly TestEngine[];
}

/** What the environment says; throws where `npm test` did not set it. */
export async function engines(): Promise<TestEngines> {
  const list: unknown = JSON.parse(variable("ANYARCH_ENGINES"));
  if (!Array.isArray(list)) throw new Error("ANYARCH_ENGINES is no list");
  return {
    registry: variable("ANYARCH_REGISTRY"),
    base: variable("ANYARCH_BASE"),
    toolchain: process.env.ANYARCH_TOOLCHAIN ?? "",
    buildkitImage: variable("ANYARCH_BUILDKIT_IMAGE"),
    qemuDir: variable("ANYARCH_QEMU"),
    list: list.map(testEngine),
  };
}

/** The environment in which the action, `docker` and `docker buildx` speak to `engine`. */
export function engineVariables(engine: TestEngine): Record<string, string> {
  const path = process.env.PATH ?? "";
  return {
    DOCKER_HOST: engine.dockerHost,
    ...(engine.path === "" ? {} : { PATH: `${engine.path}:${path}` }),
    ...(engine.dockerConfig === "" ? {} : { DOCKER_CONFIG: engine.dockerConfig }),
  };
}

function testEngine(value: unknown): TestEngine {
  const fields: Record<string, unknown> = { ...(typeof value === "object" ? value : {}) };
  const text = (name: string): string => {
    const field = fields[name] ?? "";
    if (typeof field !== "string") throw new Error(`ANYARCH_ENGINES: ${name} is no text`);
    return field;
  };
  const store = text("store") === "classic" ? "classic" : "containerd";
  const [name, dockerHost] = [text("name"), text("dockerHost")];
  return { name, store, dockerHost, path: text("path"), dockerConfig: text("dockerConfig") };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: engine tests run in \`npm test\`, which starts the engines`);
}

/**
 * An option of `docker run`: this machine's own platform. The engine may have the base image of
 * another one under its name, of a test before.
 */
export const OWN_PLATFORM = `--platform=linux/${process.arch === "x64" ? "amd64" : process.arch}`;

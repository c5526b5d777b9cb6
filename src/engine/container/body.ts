/** Writes the engine's JSON for a container out of what is asked of it. */

import { type Platform, platformName } from "../../platform/platform.ts";

export interface ContainerSpec {
  /** Reference or id of an image the engine has; nothing is pulled. */
  readonly image: string;
  readonly cmd: readonly string[];
  /** Replaces the image's entrypoint; `[]` clears it, absent keeps it. */
  readonly entrypoint?: readonly string[] | undefined;
  readonly platform?: Platform | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** `none`, `bridge`, `host` or a network's name. */
  readonly network: string;
  /** Read-only root filesystem. */
  readonly readonly?: boolean | undefined;
  /** Capabilities taken away: `["ALL"]`. */
  readonly capDrop?: readonly string[] | undefined;
  readonly privileged?: boolean | undefined;
  readonly pidHost?: boolean | undefined;
  readonly usernsHost?: boolean | undefined;
  readonly securityOpt?: readonly string[] | undefined;
  /** `/source:/target[:options]`, as `docker run -v`. */
  readonly binds?: readonly string[] | undefined;
  /** Paths of anonymous volumes; they are removed with the container. */
  readonly volumes?: readonly string[] | undefined;
  /** Whether its programs leave no core files, however they die. */
  readonly coreless?: boolean | undefined;
  /** Whether it reads standard input, of which there is one. */
  readonly stdin?: boolean | undefined;
}

/** Query and body of `POST /containers/create`. */
export function createCall(spec: ContainerSpec): { readonly path: string; readonly body: object } {
  const query = new URLSearchParams();
  if (spec.platform !== undefined) query.set("platform", platformName(spec.platform));
  return { path: `/containers/create?${query}`, body: containerBody(spec) };
}

function containerBody(spec: ContainerSpec): object {
  return {
    Image: spec.image,
    Cmd: spec.cmd,
    // An empty list means "keep the image's" to the engine; a list of one empty text clears it.
    Entrypoint: spec.entrypoint?.length === 0 ? [""] : spec.entrypoint,
    Labels: spec.labels,
    User: spec.user,
    Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
    Volumes: Object.fromEntries((spec.volumes ?? []).map((path) => [path, {}])),
    ...(spec.stdin ? { OpenStdin: true, StdinOnce: true, AttachStdin: true } : {}),
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: hostConfig(spec),
  };
}

function hostConfig(spec: ContainerSpec): object {
  return {
    NetworkMode: spec.network,
    ReadonlyRootfs: spec.readonly ?? false,
    CapDrop: spec.capDrop,
    Privileged: spec.privileged ?? false,
    PidMode: spec.pidHost ? "host" : "",
    UsernsMode: spec.usernsHost ? "host" : "",
    SecurityOpt: spec.securityOpt,
    Binds: spec.binds,
    Ulimits: spec.coreless ? [{ Name: "core", Soft: 0, Hard: 0 }] : undefined,
    // Output is read while it runs: nothing is written to the node's disk, whatever its log driver.
    LogConfig: { Type: "none" },
  };
}

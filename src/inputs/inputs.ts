/** What the user asked for, as values: made once from the workflow's text, then only read. */

import type { Platform } from "../platform/platform.ts";
import type { BuilderInputs } from "./builder.ts";
import type { LegInputs } from "./leg.ts";

/** docker/build-push-action's inputs that go into the build; text is as its parser gives it. */
export interface BuildInputs {
  readonly addHosts: readonly string[];
  readonly allow: readonly string[];
  readonly annotations: readonly string[];
  readonly attests: readonly string[];
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly call: string | undefined;
  readonly cgroupParent: string | undefined;
  /** A folder, or an address BuildKit fetches (`https://…git#ref`). */
  readonly context: string;
  readonly file: string | undefined;
  readonly labels: readonly string[];
  readonly network: string | undefined;
  readonly noCache: boolean;
  readonly noCacheFilters: readonly string[];
  /** Attributes of `--attest type=provenance`, `true`, `false` or absent. */
  readonly provenance: string | undefined;
  readonly pull: boolean;
  /** Attributes of `--attest type=sbom`, `true`, `false` or absent. */
  readonly sbom: string | undefined;
  readonly secrets: readonly SecretInput[];
  readonly shmSize: string | undefined;
  readonly ssh: readonly string[];
  readonly target: string | undefined;
  readonly ulimit: readonly string[];
  /** For fetching `context`; present only when that is the workflow's own repository. */
  readonly githubToken: string | undefined;
}

/** One secret of the build; a value never goes into a command line. */
export type SecretInput =
  | { readonly kind: "value"; readonly id: string; readonly value: string }
  | { readonly kind: "env"; readonly id: string; readonly env: string }
  | { readonly kind: "file"; readonly id: string; readonly path: string };

/** Where the result goes. */
export interface PublishInputs {
  readonly tags: readonly string[];
  readonly push: boolean;
  readonly load: boolean;
  /** `outputs` entries other than what `push` and `load` mean, each with its parsed type. */
  readonly outputs: readonly OutputInput[];
}

export interface OutputInput {
  /** As written, ready for `--output`. */
  readonly text: string;
  readonly type: "image" | "registry" | "docker" | "oci" | "local" | "tar" | "cacheonly";
  readonly attributes: Readonly<Record<string, string>>;
}

export type EmulatorSource = "auto" | "release" | "image" | "package" | "host" | "path";

export interface EmulatorInputs {
  readonly source: EmulatorSource;
  /** Absolute path, when `source` is `path`. */
  readonly path: string | undefined;
  /** Version for every platform, or by canonical platform name. */
  readonly version: string | Readonly<Record<string, string>> | undefined;
  /** Address template with `{host}`, `{target}` and `{version}`. */
  readonly url: string | undefined;
  readonly image: string | undefined;
  /** QEMU target -> hex sha256 of the emulator file; `*` where one hex was given alone. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Canonical platform name -> QEMU_CPU. */
  readonly cpu: Readonly<Record<string, string>>;
  readonly cache: boolean;
}

export interface RegistrationInputs {
  readonly register: "auto" | "container" | "privileged" | "host" | "image" | "off";
  readonly setuid: boolean;
  readonly keep: boolean;
}

export interface CheckInputs {
  /** Shell lines, or undefined. */
  readonly test: string | undefined;
  readonly testNetwork: "none" | "bridge" | "host";
  readonly check: "programs" | "strict" | "off";
  /** Absolute paths (globs) in the image that may hold foreign programs. */
  readonly checkAllow: readonly string[];
  /** Parts of the commands of build steps in which programs may crash under the emulator. */
  readonly crashAllow: readonly string[];
}

export interface RunInputs {
  readonly dryRun: boolean;
  /** Minutes without output of one build step after which the build is stopped; 0: never. */
  readonly timeout: number;
}

export interface Inputs {
  /** Empty: the builder's native platform. No platform twice. */
  readonly platforms: readonly Platform[];
  /** Undefined: the step is no leg of a matrix. */
  readonly leg: LegInputs | undefined;
  readonly build: BuildInputs;
  readonly publish: PublishInputs;
  readonly emulator: EmulatorInputs;
  readonly registration: RegistrationInputs;
  readonly builder: BuilderInputs;
  readonly checks: CheckInputs;
  readonly run: RunInputs;
}

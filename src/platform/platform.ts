/** A platform as OCI and Docker name it: operating system, architecture and variant. */

export interface Platform {
  readonly os: string;
  /** GOARCH name: `amd64`, `arm64`, `arm`, `riscv64` … */
  readonly architecture: string;
  /** `v6`, `v7` for arm; absent where the architecture has one variant only (`arm64` is v8). */
  readonly variant?: string;
}

/** Canonical text: `linux/arm64`, `linux/arm/v7`. */
export function platformName(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}

/** A platform's canonical text as a part of a name: `linux/arm/v7` -> `arm-v7`. */
export function platformSuffix(name: string): string {
  return name.split("/").slice(1).join("-");
}

export function samePlatform(a: Platform, b: Platform): boolean {
  return platformName(a) === platformName(b);
}

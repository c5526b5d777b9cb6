/** Writes a container builder's configuration: it is to reach registries as the engine does. */

import type { RegistryAccess } from "../../engine/registry/access.ts";

/** https://docs.docker.com/build/buildkit/toml-configuration/ */
export interface BuilderConfig {
  readonly registries: readonly RegistryAccess[];
  /** Addresses of Docker Hub's mirrors. */
  readonly mirrors: readonly string[];
  /** The user's own `buildkitd.default.toml`; what it says of a registry stands. */
  readonly given: string;
}

/**
 * Text of a `buildkitd.toml`, or undefined where BuildKit's own rules (loopback by its address is
 * plain HTTP, everything else is verified) and the user's file do.
 */
export function builderConfig({ registries, mirrors, given }: BuilderConfig): string | undefined {
  const sections = [
    ...registries.map((access) => ({ host: access.host, lines: linesOf(access) })),
    ...mirrorSections(mirrors),
  ];
  const own = sections.filter(
    ({ host, lines }, index) =>
      lines.length > 0 &&
      !given.includes(`registry."${host}"`) &&
      sections.findIndex((other) => other.host === host) === index,
  );
  if (own.length === 0) return undefined;
  const text = own.map(({ host, lines }) =>
    [`[registry.${quoted(host)}]`, ...lines, ""].join("\n"),
  );
  return [...(given === "" ? [] : [given]), ...text].join("\n");
}

function linesOf({ host, insecure, authorities, keyPairs }: RegistryAccess): readonly string[] {
  return [
    ...(insecure ? ["  http = true", "  insecure = true"] : []),
    ...(authorities.length > 0 ? [`  ca = [${authorities.map(quoted).join(", ")}]`] : []),
    ...keyPairs.flatMap(({ certificate, key }) => [
      `  [[registry.${quoted(host)}.keypair]]`,
      `    cert = ${quoted(certificate)}`,
      `    key = ${quoted(key)}`,
    ]),
  ];
}

function mirrorSections(mirrors: readonly string[]) {
  const addresses = mirrors.filter((mirror) => URL.canParse(mirror)).map((text) => new URL(text));
  if (addresses.length === 0) return [];
  const places = addresses.map(({ host, pathname }) => host + pathname.replace(/\/$/, ""));
  const plain = addresses.filter(({ protocol }) => protocol === "http:");
  return [
    { host: "docker.io", lines: [`  mirrors = [${places.map(quoted).join(", ")}]`] },
    ...plain.map(({ host }) => ({ host, lines: ["  http = true"] })),
  ];
}

/** A basic string of TOML, which is written as JSON's. */
const quoted = (text: string): string => JSON.stringify(text);

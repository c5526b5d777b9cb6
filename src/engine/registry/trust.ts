/** Which registries an engine trusts without a certificate, as its configuration says. */

import { BlockList, isIP } from "node:net";
import { isFields } from "../../any-json.ts";
import { maybeTextAt, textsAt, valueAt } from "../json.ts";

export interface RegistryTrust {
  /** `host` or `host:port` that the engine's `insecure-registries` names. */
  readonly insecureHosts: readonly string[];
  /** Networks of such registries, as `127.0.0.0/8`. */
  readonly insecureNetworks: readonly string[];
  /** Addresses of Docker Hub's mirrors. */
  readonly mirrors: readonly string[];
}

/** What every engine has: registries on loopback need no certificate. */
export const LOOPBACK_ONLY: RegistryTrust = {
  insecureHosts: [],
  insecureNetworks: ["127.0.0.0/8", "::1/128"],
  mirrors: [],
};

/** Out of the engine's answer to `/info`. */
export function trustFrom(info: unknown): RegistryTrust {
  const config = valueAt(info, "RegistryConfig");
  if (!isFields(config)) return LOOPBACK_ONLY;
  const indexes = Object.entries(isFields(config.IndexConfigs) ? config.IndexConfigs : {});
  const hosts = indexes.filter(([, index]) => valueAt(index, "Secure") === false);
  return {
    insecureHosts: hosts.map(([name, index]) => maybeTextAt(index, "Name") ?? name),
    insecureNetworks: textsAt(config, "InsecureRegistryCIDRs"),
    mirrors: textsAt(config, "Mirrors"),
  };
}

/** Whether the engine asks `host`, which has these addresses, without insisting on a certificate. */
export function isInsecure(
  host: string,
  addresses: readonly string[],
  { insecureHosts, insecureNetworks }: RegistryTrust,
): boolean {
  return insecureHosts.includes(host) || addresses.some((one) => isWithin(one, insecureNetworks));
}

/** Whether it is this machine's own: 127.0.0.0/8, ::1. */
export function isLoopback(addresses: readonly string[]): boolean {
  return addresses.some((one) => isWithin(one, LOOPBACK_ONLY.insecureNetworks));
}

function isWithin(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", length = ""] = network.split("/");
    if (isIP(base) !== 0) list.addSubnet(base, Number(length), familyOf(base));
  }
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

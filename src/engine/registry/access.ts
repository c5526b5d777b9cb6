/** How a registry is reached: the one place that knows, by the engine's rules and this machine's files. */

import { lookup } from "node:dns/promises";
import { readdir, rm, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "../../runner/env.ts";
import { makeTemp } from "../../runner/temp.ts";
import { isInsecure, isLoopback, type RegistryTrust } from "./trust.ts";

export interface RegistryAccess {
  /** `host` or `host:port`, as in references: `docker.io`, `127.0.0.1:5000`. */
  readonly host: string;
  /** Whether it is on the loopback address of the machine, by its name or by what that resolves to. */
  readonly loopback: boolean;
  /** Certificates are not verified, and plain HTTP is spoken where HTTPS is not: the engine says so. */
  readonly insecure: boolean;
  /** Files of further certificate authorities (PEM). */
  readonly authorities: readonly string[];
  /** Files that this client shows of itself. */
  readonly keyPairs: readonly { readonly certificate: string; readonly key: string }[];
}

/** Milliseconds a name may take to resolve: the answer only tells whether its network is listed. */
const PATIENCE = 3_000;

/**
 * How the engine that trusts as `trust` reaches `host`. Its certificates are those of `certs.d` on
 * this machine: https://docs.docker.com/engine/security/certificates/
 */
export async function registryAccess(
  host: string,
  trust: RegistryTrust,
  env: Env,
): Promise<RegistryAccess> {
  const [addresses, files] = await Promise.all([addressesOf(host), certificatesFor(host, env)]);
  const loopback = isLoopback(addresses);
  return { host, loopback, insecure: isInsecure(host, addresses, trust), ...files };
}

/** Where Go looks for authorities by itself on Linux: `crypto/x509`, root_linux.go. */
const AUTHORITIES = "/etc/ssl/certs:/etc/pki/tls/certs";

/**
 * Does `work` with the variables by which buildx itself, which knows no `certs.d`, trusts the
 * authorities of `host`; for a command that asks this registry alone.
 */
export async function withTrust<T>(
  host: string,
  env: Env,
  work: (variables: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const [first] = (await certificatesFor(host, env)).authorities;
  if (first === undefined) return await work({});
  const temp = await makeTemp("trust-");
  try {
    // The variable is a list parted by colons, and the folder's own name has one before the port.
    const folder = join(temp, "authorities");
    await symlink(dirname(first), folder);
    return await work({ SSL_CERT_DIR: `${env.SSL_CERT_DIR || AUTHORITIES}:${folder}` });
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  if (name === "localhost") return ["127.0.0.1"];
  const late = new AbortController();
  const found = lookup(name, { all: true }).then((all) => all.map(({ address }) => address));
  const limit = sleep(PATIENCE, [], { signal: late.signal });
  try {
    return await Promise.race([found.catch(() => []), limit]);
  } finally {
    late.abort();
    limit.catch(() => undefined);
  }
}

/** What the first folder holds that is there: the engine's own, or a rootless engine's. */
async function certificatesFor(
  host: string,
  env: Env,
): Promise<Pick<RegistryAccess, "authorities" | "keyPairs">> {
  const own = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), ".config");
  for (const base of ["/etc", own]) {
    const folder = join(base, "docker/certs.d", host);
    const names = await readdir(folder).catch(() => []);
    if (names.length > 0) return inFolder(folder, names.sort());
  }
  return { authorities: [], keyPairs: [] };
}

/** `*.crt` are authorities; `*.cert` with its `*.key` is a client's own. */
function inFolder(folder: string, names: readonly string[]) {
  const at = (name: string): string => join(folder, name);
  const authorities = names.filter((name) => name.endsWith(".crt")).map(at);
  const keyPairs = names.flatMap((name) => {
    const key = name.replace(/\.cert$/, ".key");
    return key !== name && names.includes(key) ? [{ certificate: at(name), key: at(key) }] : [];
  });
  return { authorities, keyPairs };
}

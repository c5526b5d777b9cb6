/** Registries as companies have them, in front of the tests' own: plain HTTP by name, a CA of their own. */

import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Bench } from "./action.ts";
import { certified } from "./certificate.ts";
import { type FrontOptions, type FrontRegistry, frontRegistry } from "./front-registry.ts";

type Options = Omit<FrontOptions, "behind" | "address" | "tls">;

/**
 * At an address that is no loopback one, which the engine's `insecure-registries` lists: plain HTTP,
 * or with a certificate of nobody if `selfSigned`.
 */
export async function plainFront(
  bench: Bench,
  { selfSigned = false, ...options }: Options & { readonly selfSigned?: boolean } = {},
): Promise<FrontRegistry> {
  const networks = await bench.docker(
    "info",
    "--format",
    "{{.RegistryConfig.InsecureRegistryCIDRs}}",
  );
  const address = /\b(198\.51\.100\.\d+)\/32\b/.exec(networks)?.[1];
  if (address === undefined) throw new Error(`the rig lists no address of its own: ${networks}`);
  const tls = selfSigned ? certified(address) : undefined;
  return await front(bench, { ...options, address, tls });
}

/** HTTPS at the engine's gateway, by an authority that only its `certs.d` knows, if `trusted`. */
export async function securedFront(
  bench: Bench,
  { trusted = true, ...options }: Options & { readonly trusted?: boolean } = {},
): Promise<FrontRegistry> {
  const format = "{{(index .IPAM.Config 0).Gateway}}";
  const address = await bench.docker("network", "inspect", "bridge", "--format", format);
  const tls = certified(address);
  const registry = await front(bench, { ...options, address, tls });
  if (trusted) await trust(bench, registry.host, tls.authority);
  return registry;
}

async function front(bench: Bench, options: Omit<FrontOptions, "behind">): Promise<FrontRegistry> {
  const registry = await frontRegistry({ ...options, behind: bench.registry });
  bench.cleanup.push(() => registry.close());
  return registry;
}

/** https://docs.docker.com/engine/security/certificates/ */
async function trust({ cleanup }: Bench, host: string, authority: string): Promise<void> {
  const folder = join("/etc/docker/certs.d", host);
  cleanup.push(async () => {
    await rm(folder, { recursive: true, force: true });
    // Those of others are not empty.
    for (const parent of [dirname(folder), dirname(dirname(folder))]) {
      await rmdir(parent).catch(() => undefined);
    }
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "ca.crt"), authority);
}

/** A bench whose docker is logged in: its config.json, and programs such as credential helpers. */
export async function loggedIn(
  bench: Bench,
  config: object,
  programs: Readonly<Record<string, string>> = {},
): Promise<Bench> {
  const folder = join(bench.dir, "login-programs");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  await writeFile(join(bench.env.DOCKER_CONFIG ?? "", "config.json"), JSON.stringify(config));
  return { ...bench, env: { ...bench.env, PATH: `${folder}:${bench.env.PATH ?? ""}` } };
}

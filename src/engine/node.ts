/** What the engine's node is: its machine, its kernel and what its image store can do. */

import { basename } from "node:path";
import { Failure } from "../failure.ts";
import type { Platform } from "../platform/platform.ts";
import type { Engine } from "./engine.ts";
import { listAt, maybeTextAt, parseJson, textAt, textsAt, valueAt } from "./json.ts";
import { machineFrom } from "./machine.ts";
import { accepted } from "./refusal.ts";
import { type RegistryTrust, trustFrom } from "./registry/trust.ts";

export interface NodeFacts {
  /** The node's own platform, of the engine and not of the client. */
  readonly platform: Platform;
  /** Kernel release, as `uname -r`. */
  readonly kernel: string;
  readonly store: "containerd" | "classic";
  readonly product: "docker" | "podman" | "other";
  readonly version: string;
  readonly rootless: boolean;
  readonly usernsRemap: boolean;
  /** What the engine calls itself, `24e95939-…`; empty where it does not say. */
  readonly id: string;
  /** Its data folder, as its own process sees it. */
  readonly dataRoot: string;
  /** File name of the program that starts its containers: `runc`, `runsc`; empty: not told. */
  readonly runtime: string;
  readonly trust: RegistryTrust;
}

/** Tells a kernel and what is registered in it from another; read inside a container and here. */
export interface KernelIdentity {
  /** `/proc/sys/kernel/random/boot_id` */
  readonly bootId: string;
  /** `readlink /proc/self/ns/user` */
  readonly userNamespace: string;
}

/**
 * Whether handlers registered at `theirs` count at `ours`: same running kernel, same user
 * namespace (since 6.7 each one has handlers of its own). The engine's host name or socket would
 * be no proof: a virtual machine's forwarded socket looks the same.
 */
export function sameKernel(ours: KernelIdentity, theirs: KernelIdentity): boolean {
  return (
    ours.bootId !== "" &&
    ours.bootId === theirs.bootId &&
    ours.userNamespace === theirs.userNamespace
  );
}

/** Asks the engine about its node. Failure: it is not Linux. */
export async function observeNode(engine: Engine, signal?: AbortSignal): Promise<NodeFacts> {
  const [version, info] = await Promise.all(
    ["/version", "/info"].map(async (path) => {
      const reply = await engine.request("GET", path, { signal });
      const what = `Could not ask the container engine for ${path}`;
      return parseJson(accepted(what, reply).text, `the engine's answer to ${path}`);
    }),
  );
  return factsFrom(version, info);
}

/** The facts out of the answers to `/version` and `/info`. */
export function factsFrom(version: unknown, info: unknown): NodeFacts {
  const os = textAt(info, "OSType").toLowerCase();
  if (os !== "linux") {
    throw new Failure({
      what: "The container engine does not run Linux containers",
      seen: os,
      expected: "linux",
      fix: "runs-on: ubuntu-latest",
    });
  }
  const security = textsAt(info, "SecurityOptions").map((option) => option.split(",")[0]);
  return {
    platform: { os, ...machineFrom(textAt(info, "Architecture")) },
    kernel: textAt(info, "KernelVersion"),
    store: isContainerd(info) ? "containerd" : "classic",
    product: productFrom(version),
    version: textAt(version, "Version"),
    // Podman before 5 tells it beside the list.
    rootless: security.includes("name=rootless") || valueAt(info, "Rootless") === true,
    usernsRemap: security.includes("name=userns"),
    id: maybeTextAt(info, "ID") ?? "",
    dataRoot: maybeTextAt(info, "DockerRootDir") ?? "",
    runtime: runtimeFrom(info),
    trust: trustFrom(info),
  };
}

function isContainerd(info: unknown): boolean {
  return listAt(info, "DriverStatus").some(
    (pair) => Array.isArray(pair) && pair.includes("io.containerd.snapshotter.v1"),
  );
}

/** A runtime goes by any name; its program, or its shim, tells what it is. */
function runtimeFrom(info: unknown): string {
  const name = maybeTextAt(info, "DefaultRuntime") ?? "";
  const shim = maybeTextAt(info, "Runtimes", name, "runtimeType");
  return basename(maybeTextAt(info, "Runtimes", name, "path") ?? shim ?? name);
}

function productFrom(version: unknown): NodeFacts["product"] {
  const names = listAt(version, "Components").map((part) => maybeTextAt(part, "Name") ?? "");
  if (names.some((name) => /podman/i.test(name))) return "podman";
  return names.includes("Engine") ? "docker" : "other";
}

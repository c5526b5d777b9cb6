/** Chooses the way to register: on the host itself, or by a container with the least rights that suffice. */

import type { Become } from "../engine/connection/daemon-look.ts";
import type { NodeFacts } from "../engine/node.ts";
import type { RegistrationInputs } from "../inputs/inputs.ts";
import { kernelFailure, rootlessFailure, sandboxFailure } from "./kernel.ts";
import type { Rights } from "./registrar.ts";

/** What this very process could register. */
export interface HereFacts {
  /** How it is root of its user namespace; undefined where it is not. */
  readonly become: Become | undefined;
  /** Whether binfmt_misc is mounted here, and root may write to it as far as can be seen. */
  readonly writable: boolean;
  /** Whether the engine's own process was seen in this kernel and this user namespace. */
  readonly daemon: boolean;
}

export interface WayFacts {
  /** Release, as `uname -r`, of the node's kernel or of this host's. */
  readonly kernel: string;
  /** Undefined where no engine is used. */
  readonly node: NodeFacts | undefined;
  readonly here: HereFacts;
}

/** By a container of the engine. */
export interface ContainerWay {
  readonly kind: "container";
  /** What it has at first, and what it may get where that is refused. */
  readonly rights: Rights;
  readonly most: Rights;
  readonly elsewhere: boolean;
}

/**
 * Each with a sentence for the log. `elsewhere`: the engine's containers might see other handlers,
 * so that only a program in one of them is a proof.
 */
export type Way = { readonly reason: string } & (
  | ContainerWay
  /** By this process. */
  | { readonly kind: "host"; readonly elsewhere: boolean }
  /** By an image of the user's, in a container of its own. */
  | { readonly kind: "image" }
  | { readonly kind: "off" }
);

/**
 * Programs and shims that start containers on the machine's own kernel; `runsc` and `kata-runtime`
 * give them another.
 */
const OWN_KERNEL = /^(runc|crun|youki|nvidia-container-runtime|io\.containerd\.runc\.)/;

/**
 * The way that `register` asks for. `auto` takes the host itself where that is provably right and
 * nobody is made root who is not on every such machine: a quarter of the time. Else a container
 * without rights, which gets them only where they are needed.
 * @throws Failure where no way leads there
 */
export function wayFor(asked: RegistrationInputs["register"], facts: WayFacts): Way {
  const { kernel, node, here } = facts;
  const intoOwn = node?.rootless === true && asked !== "host" && asked !== "off";
  const sandboxed = asked === "off" ? undefined : sandboxFailure(kernel, node?.runtime);
  const failure = kernelFailure(kernel) ?? (intoOwn ? rootlessFailure(kernel) : undefined);
  if ((sandboxed ?? failure) !== undefined) throw sandboxed ?? failure;
  switch (asked) {
    case "off":
      return { kind: "off", reason: "Nothing is registered, as asked; what is there is proven." };
    case "image":
      return {
        kind: "image",
        reason: "Handlers are registered by an image, privileged, as asked.",
      };
    case "host":
      return hostWay("as asked", !here.daemon);
    case "container":
      return containerWay("least", "least", node, "as asked");
    case "privileged":
      return containerWay("privileged", "privileged", node, "as asked");
    case "auto": {
      if (node === undefined) return hostWay("as no container engine answers", true);
      const obstacle = hostObstacle(node, here);
      if (obstacle !== undefined) return containerWay("least", "privileged", node, obstacle);
      const root = here.become === "sudo" ? "root by sudo" : "root";
      return hostWay(`as ${root} of the machine and user namespace the engine runs in`, false);
    }
  }
}

/** Why what is registered by this process might not be what the engine's containers see. */
function hostObstacle(node: NodeFacts, here: HereFacts): string | undefined {
  if (node.rootless) return "as the engine is rootless";
  if (node.usernsRemap) return "as the engine remaps users";
  if (here.become === undefined) return "as this process is not root";
  if (!here.writable) return "as binfmt_misc cannot be written from here";
  if (!OWN_KERNEL.test(node.runtime)) {
    return `as ${node.runtime || "an unknown program"} starts the engine's containers`;
  }
  return here.daemon ? undefined : "as the engine is not seen to run on this machine";
}

function hostWay(why: string, elsewhere: boolean): Way {
  return {
    kind: "host",
    elsewhere,
    reason: `Handlers are registered on this host itself, ${why}.`,
  };
}

function containerWay(rights: Rights, most: Rights, node: NodeFacts | undefined, why: string): Way {
  const what = rights === "least" ? "a container without rights" : "a privileged container";
  const elsewhere = node?.usernsRemap === true;
  const users = elsewhere ? " outside of the remapped users" : "";
  const reason = `Handlers are registered by ${what}${users}, ${why}.`;
  return { kind: "container", rights, most, elsewhere, reason };
}

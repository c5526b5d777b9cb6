/** Which way emulators are registered, by what was asked and what was observed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type HereFacts, type WayFacts, wayFor } from "../../../src/binfmt/way.ts";
import { factsFrom } from "../../../src/engine/node.ts";

/** As Docker 28 answers `/version` and `/info`, shortened. */
const VERSION = { Version: "28.5.2", Components: [{ Name: "Engine" }] };
const INFO = {
  ID: "24e95939-5a94-487f-bb6f-9dea9b311a38",
  DockerRootDir: "/var/lib/docker",
  OSType: "linux",
  Architecture: "x86_64",
  KernelVersion: "6.8.0-1018-azure",
  SecurityOptions: ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
  DefaultRuntime: "runc",
  Runtimes: { "io.containerd.runc.v2": { path: "runc" }, runc: { path: "runc" } },
};
const HERE: HereFacts = { become: "root", writable: true, daemon: true };

function facts(info: object = {}, here: Partial<HereFacts> = {}): WayFacts {
  const node = factsFrom(VERSION, { ...INFO, ...info });
  return { kernel: node.kernel, node, here: { ...HERE, ...here } };
}
const remapped = { SecurityOptions: ["name=seccomp,profile=builtin", "name=userns"] };
const rootless = { SecurityOptions: ["name=seccomp,profile=builtin", "name=rootless"] };
const noEngine = { ...facts(), node: undefined };

const cases = [
  { name: "root beside the engine", register: "auto", facts: facts(), expected: "host" },
  {
    name: "a runtime under a name of its own that is runc",
    register: "auto",
    facts: facts({ DefaultRuntime: "mine", Runtimes: { mine: { path: "/opt/runc-patched" } } }),
    expected: "host",
  },
  {
    name: "a user of a hosted runner",
    register: "auto",
    facts: facts({}, { become: "sudo" }),
    expected: "host",
    reason: "as root by sudo of the machine and user namespace the engine runs in.",
  },
  {
    name: "a user of a runner of one's own",
    register: "auto",
    facts: facts({}, { become: undefined, daemon: false }),
    expected: "container least..privileged",
    reason: "a container without rights, as this process is not root.",
  },
  {
    name: "a job container with the engine's socket, or an engine that is reached by TCP",
    register: "auto",
    facts: facts({}, { daemon: false }),
    expected: "container least..privileged",
    reason: "as the engine is not seen to run on this machine.",
  },
  {
    name: "binfmt_misc not mounted, or read-only",
    register: "auto",
    facts: facts({}, { writable: false }),
    expected: "container least..privileged",
    reason: "as binfmt_misc cannot be written from here.",
  },
  {
    name: "remapped users",
    register: "auto",
    facts: facts(remapped),
    expected: "container least..privileged, proven elsewhere",
    reason: "a container without rights outside of the remapped users, as the engine remaps users.",
  },
  {
    name: "rootless",
    register: "auto",
    facts: facts(rootless),
    expected: "container least..privileged",
    reason: "as the engine is rootless.",
  },
  {
    name: "containers with a kernel of their own",
    register: "auto",
    facts: facts({
      DefaultRuntime: "kata",
      Runtimes: { kata: { runtimeType: "io.containerd.kata.v2" } },
    }),
    expected: "container least..privileged",
    reason: "as io.containerd.kata.v2 starts the engine's containers.",
  },
  {
    name: "an engine that tells no runtime",
    register: "auto",
    facts: facts({ DefaultRuntime: undefined }),
    expected: "container least..privileged",
    reason: "as an unknown program starts the engine's containers.",
  },
  { name: "container", register: "container", facts: facts(), expected: "container least..least" },
  {
    name: "privileged",
    register: "privileged",
    facts: facts(),
    expected: "container privileged..privileged",
    reason: "by a privileged container, as asked.",
  },
  { name: "host, beside the engine", register: "host", facts: facts(), expected: "host" },
  {
    name: "host, by sudo or away from the engine",
    register: "host",
    facts: facts({}, { become: undefined, daemon: false }),
    expected: "host, proven elsewhere",
    reason: "on this host itself, as asked.",
  },
  { name: "an image", register: "image", facts: facts(), expected: "image" },
  { name: "off", register: "off", facts: facts(), expected: "off" },
  {
    name: "no engine",
    register: "auto",
    facts: noEngine,
    expected: "host, proven elsewhere",
    reason: "as no container engine answers.",
  },
] as const;

for (const { name, register, facts, expected, ...more } of cases) {
  test(`${register}: ${name} -> ${expected}`, () => {
    const way = wayFor(register, facts);
    const rights = way.kind === "container" ? ` ${way.rights}..${way.most}` : "";
    const proof = "elsewhere" in way && way.elsewhere ? ", proven elsewhere" : "";
    assert.equal(`${way.kind}${rights}${proof}`, expected);
    if ("reason" in more) assert.ok(way.reason.endsWith(more.reason), way.reason);
    assert.match(way.reason, /^[A-Z].*\.$/);
  });
}

test("a rootless engine on a kernel before 6.7 is refused where its own root would register", () => {
  const old = { ...facts(rootless), kernel: "6.1.0-41-amd64" };
  for (const register of ["auto", "container", "privileged"] as const) {
    assert.throws(() => wayFor(register, old), /^Failure: A rootless engine on this kernel/);
  }
  for (const register of ["host", "off"] as const) wayFor(register, old);
});

test("gVisor's kernel is refused but for what is there", () => {
  const runtimes = { runsc: { path: "/usr/local/bin/runsc" } };
  const gvisor = facts({ DefaultRuntime: "runsc", Runtimes: runtimes });
  for (const register of ["auto", "container", "privileged", "host"] as const) {
    assert.throws(() => wayFor(register, gvisor), /runs containers in gVisor, whose kernel/);
  }
  assert.equal(wayFor("off", gvisor).kind, "off");
  const shim = { gvisor: { runtimeType: "io.containerd.runsc.v1" } };
  const byShim = facts({ DefaultRuntime: "gvisor", Runtimes: shim });
  assert.throws(() => wayFor("auto", byShim), /runs containers in gVisor, whose kernel/);
});

test("a step or an engine that is in gVisor itself is refused as such", () => {
  const sentence = /^Failure: The kernel here is gVisor's, which starts no programs of other/;
  for (const kernel of ["4.4.0", "4.19.0-gvisor"]) {
    for (const register of ["auto", "host"] as const) {
      assert.throws(() => wayFor(register, { ...facts(), kernel }), sentence);
      assert.throws(() => wayFor(register, { ...facts(), node: undefined, kernel }), sentence);
    }
  }
});

test("a kernel before 4.8 is refused, whichever way is asked for", () => {
  for (const register of ["auto", "host", "off"] as const) {
    assert.throws(
      () => wayFor(register, { ...facts(), kernel: "4.4.0-210-generic" }),
      /kernel .* is too old/,
    );
  }
});

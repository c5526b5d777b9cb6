/** Which node builds what, what is emulated all the same, and what a builder of nodes refuses. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { nodeArguments } from "../../../src/engine/buildx/nodes.ts";
import { Failure } from "../../../src/failure.ts";
import { type BuilderAsk, chooseBuilder } from "../../../src/image/builder/choice.ts";
import { cacheNotice, nodePlan, onNodes } from "../../../src/image/nodes/plan.ts";
import { tlsFrom, tlsOptions } from "../../../src/image/nodes/tls.ts";
import type { OutputInput } from "../../../src/inputs/inputs.ts";
import type { NodeInput } from "../../../src/inputs/nodes.ts";
import { executionOf } from "../../../src/platform/emulation.ts";
import { parsePlatform } from "../../../src/platform/parse.ts";
import type { Platform } from "../../../src/platform/platform.ts";

const platforms = (...names: string[]): readonly Platform[] =>
  names.flatMap((name) => parsePlatform(name) ?? []);
const [amd64 = { os: "", architecture: "" }] = platforms("amd64");

const node = (number: number, names: string, kind: NodeInput["kind"] = "buildkit"): NodeInput => {
  return {
    number,
    kind,
    platforms: platforms(...names.split(",")),
    endpoint: `tcp://n${number}:1`,
  };
};
const two = [node(0, "arm64,s390x"), node(1, "386")];

test("a node gets those of its platforms that are asked, the engine what is left", () => {
  const plan = nodePlan(two, platforms("amd64", "s390x", "riscv64"));
  assert.deepEqual(plan, {
    driver: "remote",
    nodes: [{ number: 0, endpoint: "tcp://n0:1", platforms: platforms("s390x") }],
    rest: platforms("amd64", "riscv64"),
  });
});

test("there is no plan where no node has a platform that is asked", () => {
  assert.equal(nodePlan(two, platforms("amd64")), undefined);
  assert.equal(nodePlan([], platforms("amd64")), undefined);
});

test("what a node builds is emulated only for a test, which runs on the engine's node", () => {
  const asked = platforms("amd64", "arm64", "386", "riscv64");
  const nodes = nodePlan(two, asked)?.nodes ?? [];
  const kinds = (tested: boolean): readonly string[] =>
    onNodes(executionOf(amd64, asked), nodes, tested).map((one) => `${one.kind} ${one.node ?? ""}`);
  assert.deepEqual(kinds(false), ["native ", "node tcp://n0:1", "native tcp://n1:1", "emulated "]);
  assert.deepEqual(kinds(true), [
    "native ",
    "emulated tcp://n0:1",
    "native tcp://n1:1",
    "emulated ",
  ]);
});

const plain: BuilderAsk = {
  platforms: 2,
  attestations: true,
  annotations: false,
  insecure: false,
  push: true,
  load: false,
  outputs: [],
  cacheTo: [],
};
const choice = (nodes: readonly NodeInput[], asked: string[], outputs: OutputInput[] = []) =>
  chooseBuilder(
    { ...plain, outputs, nodes: nodePlan(nodes, platforms(...asked)) },
    { store: "classic", current: { name: "x", driver: "docker-container" } },
  );

test("nodes are chosen before the builder that is the current one", () => {
  const { kind, reason } = choice(two, ["arm64", "amd64"]);
  assert.equal(kind, "nodes");
  assert.match(reason, /linux\/arm64 on tcp:\/\/n0:1; linux\/amd64 on the engine's node/);
  assert.equal(choice(two, ["amd64"]).kind, "named");
});

const archive: OutputInput = { text: "type=oci,dest=x", type: "oci", attributes: { dest: "x" } };
const refused = [
  { name: "an archive from two nodes", run: () => choice(two, ["arm64", "386"], [archive]) },
  {
    name: "an archive from a node and the engine",
    run: () => choice(two, ["386", "amd64"], [archive]),
  },
  {
    name: "Kubernetes with a platform left",
    run: () => choice([node(0, "arm64", "kubernetes")], ["arm64", "amd64"]),
  },
];
for (const { name, run } of refused) {
  test(`refuses ${name}`, () => {
    assert.throws(run, (error) => error instanceof Failure && error.parts.anchor === "nodes");
  });
}
test("takes an archive from one node", () => {
  assert.equal(choice(two, ["arm64"], [archive]).kind, "nodes");
});

test("several nodes that save one cache are told of", () => {
  const plan = nodePlan(two, platforms("arm64", "amd64"));
  const alone = nodePlan(two, platforms("arm64"));
  assert.ok(plan !== undefined && alone !== undefined);
  assert.match(cacheNotice(plan, ["type=registry,ref=r"]) ?? "", /the last one stays/);
  assert.equal(cacheNotice(plan, ["type=inline"]), undefined);
  assert.equal(cacheNotice(plan, []), undefined);
  assert.equal(cacheNotice(alone, ["type=registry,ref=r"]), undefined);
});

const names = ["CACERT", "CERT", "KEY"].map((part) => `BUILDER_NODE_1_AUTH_TLS_${part}`);
const planned = { number: 1, endpoint: "tcp://n1:1", platforms: [] };
test("certificates are those of the line's number, all three or none", () => {
  const env = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
  assert.deepEqual(
    tlsFrom(env, planned).map(([option]) => option),
    ["cacert", "cert", "key"],
  );
  assert.deepEqual(tlsFrom(env, { ...planned, number: 0 }), []);
  assert.throws(
    () => tlsFrom({ ...env, BUILDER_NODE_1_AUTH_TLS_KEY: "" }, planned),
    (error) => error instanceof Failure && error.parts.seen === "no BUILDER_NODE_1_AUTH_TLS_KEY",
  );
});

test("certificates are files that nobody else can read", async (t) => {
  const temp = await mkdtemp(join(tmpdir(), "node-tls-"));
  t.after(() => rm(temp, { recursive: true }));
  const env = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
  const options = await tlsOptions({ temp }, env, planned);
  const paths = options.map((option) => option.replace(/^\w+=/, ""));
  assert.equal(paths.length, 3);
  for (const [index, path] of paths.entries()) {
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
    assert.equal(await readFile(path, "utf8"), `of ${names[index]}\n`);
  }
});

test("an option with a comma is one field of CSV; Kubernetes has no address", () => {
  const request = { builder: "b", append: true, platforms: ["linux/arm64"], endpoint: "e" };
  const head = ["create", "--name", "b", "--append", "--platform", "linux/arm64"];
  assert.deepEqual(nodeArguments({ ...request, driver: "remote", options: ["key=/k"] }), [
    ...head,
    ...["--driver-opt", "key=/k", "e"],
  ]);
  assert.deepEqual(
    nodeArguments({ ...request, driver: "kubernetes", options: ["nodeselector=a=b,c=d"] }),
    [...head, "--driver-opt", '"nodeselector=a=b,c=d"'],
  );
});

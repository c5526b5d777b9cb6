/** The pure parts of the rig: its folders, package names, and the comparison the demo makes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../../scripts/demo/leftovers.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import { packageNames } from "../../scripts/rig/unpack.ts";

const DEEP = `/${"a-long-folder-name/".repeat(12)}checkout`;
/** The longest socket below the run folder: of containerd's. */
const DEEPEST_SOCKET = "containerd/containerd/containerd-debug.sock.ttrpc";

test("a deep checkout still has sockets and devices with names the kernel takes", () => {
  const paths = rigPaths(DEEP);
  assert.equal(paths.state, DEEP);
  assert.ok(`${paths.run}/${DEEPEST_SOCKET}`.length <= 107, paths.run);
  assert.ok(`${paths.device}x12345`.length <= 15, paths.device);
});

test("two state folders share neither run folder nor device", () => {
  const [one, two] = [rigPaths("/tmp/one"), rigPaths("/tmp/two")];
  assert.notEqual(one.run, two.run);
  assert.notEqual(one.device, two.device);
});

const names = [
  {
    name: "epoch",
    input: "/x/qemu-user_1%3a11.1.2+ds-3_amd64.deb",
    expected: "qemu-user 11.1.2+ds-3",
  },
  { name: "no epoch", input: "runc_1.1.5+ds1-1_amd64.deb", expected: "runc 1.1.5+ds1-1" },
];
for (const { name, input, expected } of names) {
  test(`package name: ${name}`, () => assert.deepEqual(packageNames([input]), [expected]));
}

const traces = (...handlers: string[]): Map<string, Set<string>> =>
  new Map([["handlers", new Set(handlers)]]);

const comparisons = [
  { name: "same", input: [traces("a"), traces("a")], expected: [] },
  { name: "new", input: [traces(), traces("a")], expected: ["handlers: a is new"] },
  { name: "gone", input: [traces("a"), traces()], expected: ["handlers: a is gone"] },
] as const;
for (const { name, input, expected } of comparisons) {
  test(`left behind: ${name}`, () => assert.deepEqual(changes(input[0], input[1]), expected));
}

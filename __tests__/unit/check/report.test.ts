/** How the programs of an image are judged by their machine. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkReport } from "../../../src/image/check/report.ts";
import { architectures } from "../../../src/platform/architecture.ts";

const amd64 = { class: 64, data: "little", machine: 62 };
const arm64 = { class: 64, data: "little", machine: 183 };
const arm = { class: 32, data: "little", machine: 40 };
const aarch64 = architectures.find(({ target }) => target === "aarch64") ?? arm64;
const judged = [
  { name: "foreign", path: "/bin/x", machine: amd64, foreign: 1, allowed: 0, notices: 0 },
  { name: "right", path: "/bin/x", machine: arm64, foreign: 0, allowed: 0, notices: 0 },
  {
    name: "an emulator",
    path: "/bin/qemu-x86_64",
    machine: amd64,
    foreign: 0,
    allowed: 0,
    notices: 0,
  },
  { name: "allowed", path: "/bin/cross-ld", machine: amd64, foreign: 0, allowed: 1, notices: 1 },
  { name: "32-bit ARM", path: "/bin/x", machine: arm, foreign: 0, allowed: 0, notices: 1 },
  {
    name: "another order",
    path: "/bin/x",
    machine: { ...arm64, data: "big" },
    foreign: 1,
    allowed: 0,
    notices: 0,
  },
];

for (const { name, path, machine, ...expected } of judged) {
  test(`in an arm64 image: ${name}`, () => {
    const program = { path, elf: machine, via: "PATH" };
    const rules = {
      platform: { os: "linux", architecture: "arm64" },
      architecture: aarch64,
      allow: ["/bin/cross-*"],
    };
    const report = checkReport(
      { programs: [program], unknown: [], unread: [], notices: [] },
      rules,
    );
    const { foreign, allowed, notices } = report;
    assert.deepEqual(
      { foreign: foreign.length, allowed: allowed.length, notices: notices.length },
      expected,
    );
  });
}

test("an image without any program passes with a notice", () => {
  const programs = [] as const;
  const rules = {
    platform: { os: "linux", architecture: "arm64" },
    architecture: aarch64,
    allow: [],
  };
  const report = checkReport({ programs, unknown: [], unread: [], notices: [] }, rules);
  assert.deepEqual([report.foreign, report.notices.length], [[], 1]);
});

const arm7 = { ...arm, arm: 7 };
const i386 = { class: 32, data: "little", machine: 3 };
const v6 = { os: "linux", architecture: "arm", variant: "v6" };
const others = [
  {
    name: "a prebuilt part whose path names its machine",
    program: { path: "/app/node_modules/x/prebuilds/linux-x64/x.node", elf: amd64, via: "image" },
    seen: "notice: /app/node_modules/x/prebuilds/linux-x64/x.node: x86-64, as the path says; nothing starts it",
  },
  {
    name: "a library in a folder of its machine",
    program: { path: "/usr/lib/x86_64-linux-gnu/libc.so.6", elf: amd64, via: "image" },
    seen: "notice: /usr/lib/x86_64-linux-gnu/libc.so.6: x86-64, as the path says; nothing starts it",
  },
  {
    name: "a part whose path names another machine",
    program: { path: "/app/prebuilds/linux-arm64/x.node", elf: amd64, via: "image" },
    seen: "foreign: x86-64",
  },
  {
    name: "a part whose path names none",
    program: { path: "/app/build/Release/x.node", elf: amd64, via: "image" },
    seen: "foreign: x86-64",
  },
  {
    name: "a program on PATH whose path names its machine",
    program: { path: "/usr/bin/tool-x86_64", elf: amd64, via: "PATH" },
    seen: "foreign: x86-64",
  },
  {
    name: "an object file",
    program: { path: "/opt/x.o", elf: { ...amd64, object: true as const }, via: "image" },
    seen: "notice: /opt/x.o: x86-64, an object file",
  },
  {
    name: "test data of Go",
    program: { path: "/go/src/debug/dwarf/testdata/a.elf", elf: amd64, via: "image" },
    seen: "notice: /go/src/debug/dwarf/testdata/a.elf: x86-64, test data or firmware, as the path says",
  },
  {
    name: "a program in test data that is started",
    program: { path: "/testdata/a", elf: amd64, via: "entrypoint" },
    seen: "foreign: x86-64",
  },
  {
    name: "a branch of a script for another machine",
    program: { path: "/opt/tool-x86_64", elf: amd64, via: "script /start" },
    seen: "notice: /opt/tool-x86_64: x86-64, as the path says; nothing starts it",
  },
  {
    name: "what a script starts",
    program: { path: "/opt/tool", elf: amd64, via: "script /start" },
    seen: "foreign: x86-64",
  },
  {
    name: "a library for older processors, which no newer program loads",
    program: { path: "/lib/a.so", elf: arm, via: "library of /app" },
    seen: "foreign: ARM",
  },
  {
    name: "a module of Python that has no twin",
    program: { path: "/a/b.cpython-311-x86_64-linux-gnu.so", elf: amd64, via: "image" },
    seen: "foreign: x86-64",
  },
  {
    name: "x86 is not x86-64",
    program: { path: "/usr/lib/grub/x86_64-efi/a.mod", elf: i386, via: "image" },
    seen: "foreign: i386",
  },
  {
    name: "ARMv7 in an image for ARMv6",
    platform: v6,
    program: { path: "/bin/x", elf: arm7, via: "PATH" },
    seen: "notice: /bin/x: made for ARMv7; an ARMv6 processor may not run it",
  },
  {
    name: "a loader for ARMv7 in an image for ARMv6",
    platform: v6,
    program: { path: "/lib/ld-linux-armhf.so.3", elf: arm7, via: "loader of /bin/x" },
    seen: "foreign: ARMv7",
  },
  {
    name: "ARMv7 in an image for ARMv7",
    platform: { ...v6, variant: "v7" },
    program: { path: "/lib/ld-linux-armhf.so.3", elf: arm7, via: "loader of /bin/x" },
    seen: "",
  },
  {
    name: "ARMv6 in an image for ARMv7",
    platform: { ...v6, variant: "v7" },
    program: { path: "/lib/ld-linux-armhf.so.3", elf: { ...arm, arm: 6 }, via: "loader of /bin/x" },
    seen: "",
  },
];

for (const { name, platform, program, seen } of others) {
  test(name, () => {
    const rules =
      platform === undefined
        ? { platform: { os: "linux", architecture: "arm64" }, architecture: aarch64, allow: [] }
        : { platform, architecture: arm, allow: [] };
    const report = checkReport(
      { programs: [program], unknown: [], unread: [], notices: [] },
      rules,
    );
    const told = [
      ...report.foreign.map(({ found }) => `foreign: ${found}`),
      ...report.notices.map((text) => `notice: ${text}`),
    ];
    assert.deepEqual(told.join("; "), seen);
  });
}

test("a module of Python for another machine passes where its twin is there", () => {
  const module = (machine: string, elf: typeof amd64) => {
    return { path: `/a/b.cpython-311-${machine}-linux-gnu.so`, elf, via: "image" };
  };
  const programs = [module("x86_64", amd64), module("aarch64", arm64)];
  const platform = { os: "linux", architecture: "arm64" };
  const rules = { platform, architecture: aarch64, allow: [] };
  const report = checkReport({ programs, unknown: [], unread: [], notices: [] }, rules);
  assert.deepEqual([report.foreign, report.notices.length], [[], 1]);
});

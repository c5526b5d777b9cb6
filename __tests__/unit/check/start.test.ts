/** Which words an image's configuration starts, and where they are looked for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { matcher } from "../../../src/image/check/glob.ts";
import {
  candidates,
  healthLine,
  pathFolders,
  startPrograms,
} from "../../../src/image/check/start.ts";

const config = { entrypoint: [], cmd: [], env: [], workdir: "", health: [] };

const starts = [
  { name: "nothing", input: [[], []], main: undefined, others: [] },
  { name: "a program", input: [["/app"], ["-v"]], main: "/app", others: [] },
  {
    name: "an init before it",
    input: [["/tini", "--"], ["/app"]],
    main: "/tini",
    others: ["/app"],
  },
  {
    name: "the shell form",
    input: [[], ["/bin/sh", "-c", "exec /app --port 80"]],
    main: "/bin/sh",
    others: ["/app"],
  },
  {
    name: "a shell with assignments",
    input: [["sh", "-ec", "A=1 B=2 run.sh; true"], []],
    main: "sh",
    others: ["run.sh"],
  },
  {
    name: "a shell with several commands",
    input: [["sh", "-c", "test -e /x || (/opt/a; exec ./b) && if c; then /d; fi"], []],
    main: "sh",
    others: ["test", "/opt/a", "./b", "/d"],
  },
  {
    name: "a path relative to the working folder",
    input: [
      ["/tini", "./app"],
      ["bin/b", "--c=d/e", "http://f/g"],
    ],
    main: "/tini",
    others: ["./app", "bin/b"],
  },
  { name: "a script of variables", input: [["sh", "-c", "$APP -x"], []], main: "sh", others: [] },
  { name: "no shell", input: [["/x", "-c", "/y z"], []], main: "/x", others: ["/y z"] },
];

for (const { name, input, main, others } of starts) {
  test(`starts ${name}`, () => {
    const [entrypoint = [], cmd = []] = input;
    assert.deepEqual(startPrograms([...entrypoint, ...cmd]), { main, others });
  });
}

const checks = [
  { name: "words", test: ["CMD", "/up", "-q"], shell: [], expected: ["/up", "-q"] },
  { name: "a text", test: ["CMD-SHELL", "/up"], shell: [], expected: ["/bin/sh", "-c", "/up"] },
  {
    name: "a text of another shell",
    test: ["CMD-SHELL", "/up"],
    shell: ["/bin/bash", "-ec"],
    expected: ["/bin/bash", "-ec", "/up"],
  },
  { name: "nothing", test: ["NONE"], shell: [], expected: [] },
  { name: "what the base has", test: [], shell: [], expected: [] },
];

for (const { name, test: given, shell, expected } of checks) {
  test(`HEALTHCHECK runs ${name}`, () => assert.deepEqual(healthLine(given, shell), expected));
}

test("PATH is the image's own, or the engine's usual one", () => {
  assert.deepEqual(pathFolders({ ...config, env: ["X=1", "PATH=/a/:rel::/b:/a"] }), ["/a", "/b"]);
  assert.equal(pathFolders(config).includes("/usr/local/bin"), true);
});

const words = [
  { name: "absolute", input: "/app", expected: ["/app"] },
  { name: "relative", input: "./app", expected: ["/srv/./app"] },
  { name: "bare", input: "app", expected: ["/a/app", "/b/app"] },
];

for (const { name, input, expected } of words) {
  test(`looks for an ${name} word`, () => {
    const where = { ...config, env: ["PATH=/a:/b"], workdir: "/srv" };
    assert.deepEqual(candidates(input, where), expected);
  });
}

const globs = [
  { glob: "/opt/cross", path: "/opt/cross/bin/ld", expected: true },
  { glob: "/opt/cross/", path: "/opt/cross", expected: true },
  { glob: "/opt/cross", path: "/opt/crossing", expected: false },
  { glob: "/usr/bin/*-gcc", path: "/usr/bin/arm-elf-gcc", expected: true },
  { glob: "/usr/*", path: "/opt/usr/x", expected: false },
  { glob: "/a?c", path: "/abc", expected: true },
  { glob: "/a?c", path: "/a/c", expected: false },
  { glob: "**/testdata/**", path: "/go/elf/testdata/x", expected: true },
  { glob: "**/*.so", path: "/lib/x/y.so", expected: true },
  { glob: "/a+b(1).x", path: "/a+b(1).x", expected: true },
  { glob: "/a.c", path: "/abc", expected: false },
  { glob: "usr/bin", path: "/usr/bin/x", expected: true },
  { glob: "", path: "/x", expected: false },
];

for (const { glob, path, expected } of globs) {
  test(`"${glob}" ${expected ? "allows" : "does not allow"} ${path}`, () => {
    assert.equal(matcher([glob])(path), expected);
  });
}

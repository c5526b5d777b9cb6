import assert from "node:assert/strict";
import { test } from "node:test";
import { handlerFlags, handlersFor } from "../../../src/binfmt/handler.ts";
import { architectures } from "../../../src/platform/architecture.ts";

test("flags: the credentials flag only where it was asked for", () => {
  assert.equal(handlerFlags(false), "PF");
  assert.equal(handlerFlags(true), "PCF");
});

test("the line the kernel reads, byte for byte", () => {
  const aarch64 = architectures.find(({ target }) => target === "aarch64");
  assert(aarch64);
  const [handler, ...more] = handlersFor(aarch64, {
    jobId: "anyarch-abc-0123abcd",
    interpreter: "/anyarch/emulators/aarch64",
    setuid: false,
  });
  assert(handler);
  assert.deepEqual(more, []);
  assert.equal(handler.name, "anyarch-abc-0123abcd-aarch64");
  assert.equal(
    handler.line,
    String.raw`:anyarch-abc-0123abcd-aarch64:M::\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/anyarch/emulators/aarch64:PF`,
  );
});

test("every line of the table keeps the kernel's limits", () => {
  for (const architecture of architectures) {
    for (const { name, line, rule } of handlersFor(architecture, {
      jobId: "anyarch-zzzzzzz-ffffffff",
      interpreter: `/anyarch/emulators/${architecture.target}`,
      setuid: true,
    })) {
      // Documentation/admin-guide/binfmt-misc.rst: 1920 bytes, interpreter path of at most 127.
      assert(line.length < 1920, `${name}: ${line.length} bytes`);
      assert.equal(rule.magic.length, rule.mask.length, name);
    }
  }
});

test("each rule of an architecture has a handler, with one emulator and a name of its own", () => {
  const microblaze = architectures.find(({ target }) => target === "microblaze");
  assert(microblaze);
  const interpreter = "/anyarch/emulators/microblaze";
  const handlers = handlersFor(microblaze, { jobId: "anyarch-a-0", interpreter, setuid: false });
  assert.deepEqual(
    handlers.map(({ name, line }) => [name, line.split(":")[4]?.slice(-8), line.split(":")[6]]),
    [
      ["anyarch-a-0-microblaze", String.raw`\x00\xbd`, interpreter],
      ["anyarch-a-0-microblaze-baab", String.raw`\xba\xab`, interpreter],
    ],
  );
});

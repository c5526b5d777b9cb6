/** Names of architectures: whatever people call one leads to QEMU's target. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { architectures } from "../../../src/platform/architecture.ts";
import { parsePlatform, parseTarget } from "../../../src/platform/parse.ts";

/** What multiarch/qemu-user-static's registrar prints: qemu-binfmt-conf.sh's list. */
const MULTIARCH = `aarch64 aarch64_be alpha arm armeb hexagon hppa m68k microblaze microblazeel mips
  mips64 mips64el mipsel mipsn32 mipsn32el or1k ppc ppc64 ppc64le riscv32 riscv64 s390x sh4 sh4eb
  sparc sparc32plus sparc64 xtensa xtensaeb i386 x86_64 loongarch64`.split(/\s+/);

/** Names by who uses them, in the words `name=target`. */
const NAMED = {
  Docker: `amd64=x86_64 386=i386 arm64=aarch64 arm=arm arm/v5=arm arm/v6=arm arm/v7=arm
    ppc64le=ppc64le ppc64=ppc64 s390x=s390x riscv64=riscv64 loong64=loongarch64 mips=mips
    mipsle=mipsel mips64=mips64 mips64le=mips64el amd64/v3=x86_64 arm64/v8=aarch64 arm64/v9=aarch64`,
  "Docker Hub": "arm32v5=arm arm32v6=arm arm32v7=arm arm64v8=aarch64",
  // dpkg-architecture -L of Debian 12, of those that QEMU has an emulator for
  Debian: `amd64=x86_64 i386=i386 arm64=aarch64 armel=arm armhf=arm arm=arm armeb=armeb alpha=alpha
    hppa=hppa loong64=loongarch64 m68k=m68k mips=mips mipsel=mipsel mips64=mips64 mips64el=mips64el
    mipsn32=mipsn32 mipsn32el=mipsn32el nios2=nios2 or1k=or1k powerpc=ppc ppc64=ppc64 ppc64el=ppc64le
    riscv64=riscv64 s390x=s390x sh4=sh4 sh4eb=sh4eb sparc=sparc sparc64=sparc64`,
  kernel: `x86_64=x86_64 i486=i386 i586=i386 i686=i386 aarch64=aarch64 aarch64_be=aarch64_be
    armv5tel=arm armv6l=arm armv7l=arm armv8l=arm armv7b=armeb parisc=hppa parisc64=hppa mips=mips
    mips64=mips64 openrisc=or1k ppc=ppc ppc64=ppc64 ppc64le=ppc64le loongarch64=loongarch64
    riscv32=riscv32 riscv64=riscv64 s390x=s390x sh4=sh4 sparc=sparc sparc64=sparc64 xtensa=xtensa`,
  Go: "arm64be=aarch64_be armbe=armeb riscv=riscv32 mips64p32=mipsn32 mips64p32le=mipsn32el",
  "other habits": `x86-64=x86_64 x64=x86_64 x86=i386 powerpc64le=ppc64le powerpc64=ppc64
    linux/arm64=aarch64 linux/hppa=hppa Linux/AArch64=aarch64 qemu-aarch64=aarch64
    qemu-ppc64le-static=ppc64le qemu-aarch64_be=aarch64_be sparcv9=sparc64`,
} as const;

for (const [who, text] of Object.entries(NAMED)) {
  test(`${who}: every name finds its target`, () => {
    const pairs = text.split(/\s+/).map((pair) => pair.split("="));
    const found = pairs.map(([name = ""]) => [name, parseTarget(name)]);
    assert.deepEqual(found, pairs);
  });
}

test("the table holds what multiarch registers, and each by QEMU's name", () => {
  const targets = architectures.map(({ target }) => target);
  assert.deepEqual(
    MULTIARCH.filter((name) => !targets.includes(name)),
    [],
  );
  for (const target of targets) {
    const forms = [target, target.toUpperCase(), `qemu-${target}`, `qemu-${target}-static`];
    assert.deepEqual(forms.map(parseTarget), [target, target, target, target]);
  }
});

test("what a test program prints is a name of its own architecture or of one that prints the same", () => {
  for (const { uname } of architectures) {
    const found = architectures.find(({ target }) => target === parseTarget(uname));
    assert.equal(found?.uname, uname);
  }
});

test("a name of two rows is a target's own, so that it stays one row's", () => {
  const names = architectures.flatMap((row) => [...row.debian, ...row.aliases]);
  assert.equal(new Set(names).size, names.length);
  const targets = architectures.map(({ target }) => target);
  for (const row of architectures) {
    const shared = row.debian.filter((name) => targets.includes(name) && name !== row.target);
    assert.deepEqual(shared, [], row.target);
  }
});

for (const name of "x32 arm64ilp32 s390 ia64 sh3 avr32 powerpcel hurd-i386 qemu- qemu-static".split(
  " ",
)) {
  test(`${name} is nobody's name`, () => assert.equal(parseTarget(name), undefined));
}

test("the rows without a platform are no platform's name either", () => {
  for (const { target, platforms } of architectures) {
    assert.equal(parsePlatform(target) === undefined, platforms.length === 0, target);
  }
});

/** The check of programs on real images in real engines. */

import assert from "node:assert/strict";
import { checkFailure } from "../../src/image/check/fault.ts";
import { engines } from "../support/engines.ts";
import { base, onEngines } from "./build-rig.ts";
import { build, check, programsOf } from "./check-rig.ts";

const app = 'COPY bb-$TARGETARCH /app\nENTRYPOINT ["/app"]\n';

const defaults = [
  { name: "in the stage", text: `FROM ${base}\nARG TARGETARCH=amd64\n${app}`, line: 2 },
  {
    name: "before FROM",
    text: `ARG TARGETARCH=amd64\nFROM ${base}\nARG TARGETARCH\n${app}`,
    line: 1,
  },
];

for (const { name, text, line } of defaults) {
  onEngines(`G01 a default ${name} is found in the image and in the Dockerfile`, async (rig) => {
    const report = await check(rig, await build(rig, text, "arm64"), "arm64");
    const foreign = { path: "/app", found: "x86-64", wanted: "aarch64", via: "entrypoint" };
    assert.deepEqual(report.foreign, [foreign]);
    assert.match(
      checkFailure([report], { text })?.parts.cause ?? "",
      new RegExp(`line ${line}: ARG TARGETARCH=amd64`),
    );
    assert.deepEqual((await check(rig, await build(rig, text, "amd64"), "amd64")).foreign, []);
  });
}

onEngines("G01 a bare TARGETARCH gives two right images", async (rig) => {
  const text = `FROM ${base}\nARG TARGETARCH\n${app}`;
  for (const architecture of ["amd64", "arm64"]) {
    const ref = await build(rig, text, architecture);
    for (const mode of ["programs", "strict"] as const) {
      const { checked, foreign } = await check(rig, ref, architecture, { mode });
      assert.deepEqual({ checked, foreign }, { checked: 2, foreign: [] });
    }
  }
});

onEngines("G10 a right entrypoint on the base of another platform", async (rig) => {
  const text = `FROM --platform=linux/amd64 ${base}\nCOPY bb-arm64 /app\nENTRYPOINT ["/app"]\n`;
  const ref = await build(rig, text, "arm64");
  const report = await check(rig, ref, "arm64");
  assert.deepEqual(
    report.foreign.map(({ path, found }) => `${path.replace(/^\/usr/, "")} ${found}`),
    ["/bin/busybox x86-64"],
  );
  assert.match(checkFailure([report], { text })?.parts.cause ?? "", /line 1: FROM --platform=/);
  const allowed = await check(rig, ref, "arm64", { allow: ["/bin/busy*", "/usr/bin/busy*"] });
  assert.deepEqual([allowed.foreign.length, allowed.allowed.length], [0, 1]);
  assert.match(allowed.notices.join(), /\/bin\/busybox is x86-64, as allowed/);
});

onEngines("links out of PATH, relative and whole folders, are followed", async (rig) => {
  // The layers are packed by COPY alone, so that nothing foreign has to run.
  const text = `FROM ${base} AS tools
WORKDIR /made/jvm/bin
COPY bb-amd64 /made/jvm/bin/java
WORKDIR /made/etc
RUN ["/bin/busybox", "ln", "-s", "../jvm/bin/java", "/made/etc/java"]
RUN ["/bin/busybox", "mkdir", "-p", "/made/usr/bin"]
RUN ["/bin/busybox", "ln", "-s", "/etc/java", "/made/usr/bin/java"]
RUN ["/bin/busybox", "ln", "-s", "usr/bin", "/made/bin"]
FROM scratch
COPY --from=tools /made /
`;
  const ref = await build(rig, text, "amd64");
  for (const mode of ["programs", "strict"] as const) {
    const found = await check(rig, ref, "amd64", { mode, architecture: programsOf("arm64") });
    assert.deepEqual(
      found.foreign.map(({ path, via }) => `${path} by ${via}`),
      ["/jvm/bin/java by link /usr/bin/java"],
    );
  }
});

onEngines("an image of data alone passes with a notice", async (rig) => {
  const report = await check(
    rig,
    await build(rig, "FROM scratch\nCOPY Dockerfile /\n", "arm64"),
    "arm64",
  );
  assert.deepEqual([report.foreign, report.checked, report.notices.length], [[], 0, 1]);
});

onEngines("a base for ARMv7 in an image for ARMv6", async (rig) => {
  const { toolchain } = await engines();
  const text = `FROM --platform=linux/arm/v7 ${toolchain}\nCMD ["tcc"]\n`;
  const found = async (variant: string) => {
    const ref = await build(rig, text, `arm/${variant}`);
    return await check(rig, ref, "arm", {
      platform: { os: "linux", architecture: "arm", variant },
    });
  };
  const [wrong, right] = [await found("v6"), await found("v7")];
  const loader = wrong.foreign.map(({ path, found }) => `${path} ${found}`).join();
  assert.match(loader, /^\/\S*\/ld-\S+ ARMv7$/);
  assert.match(checkFailure([wrong], { text })?.parts.cause ?? "", /line 1: FROM --platform=/);
  assert.deepEqual([right.foreign, right.notices], [[], []]);
});

/** An application of the build machine's own toolchain that loads `libx.so`, and what goes around it. */
const application = (toolchain: string, rest: string): string => `FROM ${toolchain} AS made
RUN mkdir -p /srv/lib /srv/node_modules/a/build /srv/node_modules/a/prebuilds/linux-arm64 /links
RUN echo 'int x(void){return 0;}' > /x.c && tcc -shared -o /srv/lib/libx.so /x.c
RUN echo 'int x(void); int main(void){return x();}' > /m.c && tcc -o /srv/app /m.c /srv/lib/libx.so -Wl,-rpath,'$ORIGIN/lib'
RUN printf '#!/bin/sh\\ncase "$1" in\\n  arm64) exec /opt/tool-arm64 ;;\\nesac\\nexec ./app "$@"\\n' > /srv/start.sh && chmod +x /srv/start.sh
RUN ln -s loop /links/loop
FROM ${toolchain}
COPY --from=made /srv /srv
COPY --from=made /links /usr/local/bin/
COPY bb-arm64 /opt/tool-arm64
COPY bb-arm64 /usr/local/lib/libx.so
COPY bb-arm64 /srv/node_modules/a/prebuilds/linux-arm64/a.node
COPY bb-amd64 /srv/y.cpython-311-x86_64-linux-gnu.so
COPY bb-arm64 /srv/y.cpython-311-aarch64-linux-gnu.so
WORKDIR /srv
ENTRYPOINT ["./start.sh"]
${rest}`;

onEngines(
  "what the application loads and HEALTHCHECK starts counts, and what its path excuses does not",
  async (rig) => {
    const { toolchain } = await engines();
    const right = await check(
      rig,
      await build(rig, application(toolchain, "HEALTHCHECK CMD ./app"), "amd64"),
      "amd64",
    );
    assert.deepEqual(right.foreign, []);
    assert.deepEqual(
      right.notices.map((notice) => notice.replace(/^.* and 2 more/, "3")),
      ["3: aarch64, as the path says; nothing starts it"],
    );
    const lies = `RUN rm -r /srv/lib /srv/y.cpython-311-x86*
COPY bb-arm64 /srv/node_modules/a/build/a.node
COPY bb-arm64 /opt/health
HEALTHCHECK CMD test -e /x || /opt/health -q
CMD ["bin/none", "/srv/loop"]
RUN ln -s loop /srv/loop
`;
    const wrong = await check(
      rig,
      await build(rig, application(toolchain, lies), "amd64"),
      "amd64",
    );
    assert.deepEqual(wrong.foreign.map(({ path, via }) => `${path}: ${via}`).sort(), [
      "/opt/health: healthcheck",
      "/srv/node_modules/a/build/a.node: module",
      "/srv/y.cpython-311-aarch64-linux-gnu.so: module",
      "/usr/local/lib/libx.so: library of /srv/app",
    ]);
  },
);

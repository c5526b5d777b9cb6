/** Handlers that an image registered under names of its own: they go with the last job that uses them. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type ByImage, registeredByImage } from "../../src/binfmt/by-image.ts";
import { markLine, markName } from "../../src/binfmt/image-mark.ts";
import { parseReport } from "../../src/binfmt/script-report.ts";
import type { HandlerStatus } from "../../src/binfmt/status.ts";
import { jobIdAt } from "../../src/job/job-id.ts";
import { archTable } from "../support/magic.ts";
import { privateScript } from "../support/private-script.ts";

const inPrivate = privateScript(after);
const { magic, mask } = archTable("aarch64");
const NAME = "qemu-aarch64";
const image = "0123456789ab";
const [one, two] = ["00000001", "00000002"].map((random) =>
  jobIdAt(Date.now(), { owner: "0badcafe", boot: "1234", random }),
);

/** `image NAME`: what an image does. `mark JOB NAME [IMAGE]`: what that job does afterwards. */
const HELPERS = `cd "$misc"
image() { printf '%s' ":$1:M::${magic}:${mask}:/bin/false:F" >register; }
mark() {
  name=$1-image-\${3:-${image}}-$(stat -c %i "$2")-$2
  printf '%s' ":$name:E::$1::/bin/false:" >register
}
`;

/** Handlers that stand there after `lines`, but for marks. */
function left(lines: string): readonly string[] {
  const { status, stdout, stderr } = inPrivate({}, `${HELPERS}${lines}\nls >&2`);
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stderr.split("\n").filter((name) => name !== "" && !/^(register|status)$/.test(name));
}

test("it goes with its job", () => {
  assert.deepEqual(left(`image ${NAME}; mark ${one} ${NAME}; script unregister '${one}-*'`), []);
});

test("of two jobs that use it the first to end leaves it, whichever that is", () => {
  const both = `image ${NAME}; mark ${one} ${NAME}; mark ${two} ${NAME}`;
  for (const [first, last] of [
    [one, two],
    [two, one],
  ]) {
    const names = left(`${both}; script unregister '${first}-*'`);
    assert.deepEqual(names.map((name) => name.includes("-image-")).sort(), [false, true]);
    assert.deepEqual(
      left(`${both}; script unregister '${first}-*'; script unregister '${last}-*'`),
      [],
    );
  }
});

test("what has its name by now is another's, and stays", () => {
  const again = `image ${NAME}; mark ${one} ${NAME}; echo -1 >${NAME}; image ${NAME}`;
  assert.deepEqual(left(`${again}; script unregister '${one}-*'`), [NAME]);
  assert.deepEqual(
    left(`image ${NAME}; mark ${one} ${NAME}; echo -1 >${NAME}; script unregister '${one}-*'`),
    [],
  );
});

test("a mark never starts anything", () => {
  const run = `mark ${one} status; cp /bin/true $folder/program; $folder/program`;
  assert.equal(left(run).length, 1);
});

/** What the image did between two looks, each `list` of the script. */
function seen(before: string, meanwhile: string): ByImage {
  const lines = `${HELPERS}${before}\nscript list; echo =====; ${meanwhile}; script list`;
  const { status, stdout, stderr } = inPrivate({}, lines);
  assert.equal(status, 0, stderr);
  const [first = [], second = []] = stdout
    .split("=====\n")
    .map((text) => parseReport(text).entries);
  return registeredByImage(first, second, image);
}

const names = (handlers: readonly HandlerStatus[]): string =>
  handlers.map(({ name }) => name).join();

const cases: readonly { name: string; before: string; meanwhile: string; expected: string }[] = [
  { name: "new", before: ":", meanwhile: `image ${NAME}`, expected: `added ${NAME}` },
  { name: "there before", before: `image ${NAME}`, meanwhile: `image ${NAME} || :`, expected: "" },
  {
    name: "registered anew with the same text",
    before: `image ${NAME}`,
    meanwhile: `echo -1 >${NAME}; image ${NAME}`,
    expected: `replaced ${NAME}`,
  },
  {
    name: "registered anew, and another job's",
    before: `image ${NAME}; mark ${one} ${NAME}`,
    meanwhile: `echo -1 >${NAME}; image ${NAME}`,
    expected: `added ${NAME}`,
  },
  {
    name: "another job's of this image",
    before: `image ${NAME}; mark ${one} ${NAME}`,
    meanwhile: ":",
    expected: `shared ${NAME}`,
  },
  {
    name: "another job's of another image",
    before: `image ${NAME}; mark ${one} ${NAME} ba9876543210`,
    meanwhile: ":",
    expected: "",
  },
  {
    name: "taken away",
    before: `image ${NAME}; image qemu-arm`,
    meanwhile: "echo -1 >qemu-arm",
    expected: "removed qemu-arm",
  },
];

for (const { name, before, meanwhile, expected } of cases) {
  test(`a handler that is ${name}: ${expected || "none of the image's"}`, () => {
    const { added, shared, replaced, removed } = seen(before, meanwhile);
    const told = {
      added: names(added),
      shared: names(shared),
      replaced: names(replaced),
      removed: removed.join(),
    };
    const text = Object.entries(told).flatMap(([kind, list]) =>
      list === "" ? [] : [`${kind} ${list}`],
    );
    assert.equal(text.join("; "), expected);
  });
}

test("whoever removes what an image registered waits for the one that is alone", () => {
  const held = `${HELPERS}image ${NAME}; mark ${one} ${NAME}
script hold >$folder/told & until grep -qs held $folder/told; do sleep 0.01; done
(sleep 0.3; echo waited; kill $(pgrep -P $! || echo $!)) & script unregister '${one}-*'`;
  const { status, stdout, stderr } = inPrivate({}, held);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /waited\n(.*\n)*@ removed qemu-aarch64/);
});

/** What stands there after an image did `meanwhile` for a job that was killed, so that nobody else marked it. */
const killed = (before: string, meanwhile: string): string => `${before}
script hold '${one} ${image}' >$folder/told 2>&1 & until grep -qs held $folder/told; do sleep 0.01; done
${meanwhile}; sleep 0.3; kill $(pgrep -P $! || echo $!); script unregister '${one}-*'`;

test("what an image registers is marked at once, so that what a killed job's did goes with the next run", () => {
  assert.deepEqual(left(killed(":", `image ${NAME}; image qemu-arm`)), []);
  assert.deepEqual(
    left(killed(`image ${NAME}; mark ${one} ${NAME}`, `echo -1 >${NAME}; image ${NAME}`)),
    [],
  );
});

test("what was there before, anew or not, and names that no mark can bear are not marked", () => {
  assert.deepEqual(left(killed(`image ${NAME}`, ":")), [NAME]);
  assert.deepEqual(left(killed(`image ${NAME}`, `echo -1 >${NAME}; image ${NAME}`)), [NAME]);
  assert.deepEqual(left(killed(":", "image 'qemu;arm'")), ["qemu;arm"]);
});

test("a mark that is there by then is as good as set", () => {
  const mark = { jobId: one ?? "", image, made: "7", handler: NAME };
  const rules = { [markName(mark)]: markLine(mark) };
  const { status, stdout } = inPrivate(rules, "script register; script register");
  assert.equal(status, 0, stdout);
  assert.equal(stdout.split("\n").filter((line) => line.startsWith("@ registered")).length, 2);
});

test("a mark's name is its line's, and is read back", () => {
  const mark = { jobId: one ?? "", image, made: "7", handler: NAME };
  assert.equal(markLine(mark).split(":")[1], markName(mark));
});

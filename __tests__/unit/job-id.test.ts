import assert from "node:assert/strict";
import { mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isJobId, isKept, isOver, jobIdAt, jobIdIn } from "../../src/job/job-id.ts";
import { markedIn, ownerOf, removeMark, setMark } from "../../src/runner/marks.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const days = (count: number): number => now - count * 24 * 60 * 60 * 1000;
const ours = { owner: "0123abcd", random: "00000001" };
const theirs = { owner: "fedc9876", random: "00000001" };
const [id, other] = [jobIdAt(now, ours), jobIdAt(now, theirs)];
const kept = jobIdAt(now, { ...ours, kept: true });

describe("an id in a name", () => {
  const names = [
    { name: id, found: id },
    { name: `${id}-aarch64_be`, found: id },
    { name: `${kept}-microblaze-baab`, found: kept },
    { name: `anyarch.local/${id}/registrar:1`, found: id },
    { name: `buildx_buildkit_${id}0_state`, found: id },
    { name: "qemu-aarch64", found: undefined },
    { name: "anyarch-0123abcd", found: undefined },
    { name: "", found: undefined },
  ];
  for (const { name, found } of names) {
    it(name || "empty", () => assert.equal(jobIdIn(name), found));
  }

  it("nothing more than the id", () => {
    assert.deepEqual([id, kept, `${id}-arm`, `x${id}`, ""].map(isJobId), [
      ...[true, true],
      ...[false, false, false],
    ]);
    assert.deepEqual([kept, `${kept}-arm`, id].map(isKept), [true, true, false]);
  });
});

describe("a job that is over", () => {
  const looking = { owner: ours.owner, marked: [], now };
  const cases = [
    { name: "of this runner, without a mark", id, over: true },
    { name: "of this runner, with a mark", id, marked: [id], over: false },
    { name: "of this runner, another's mark", id, marked: [other, kept], over: true },
    { name: "of this runner, of the future", id: jobIdAt(now + 1e9, ours), over: true },
    { name: "of another runner", id: other, over: false },
    { name: "of another runner, 4.9 days old", id: jobIdAt(days(4.9), theirs), over: false },
    { name: "of another runner, 5.1 days old", id: jobIdAt(days(5.1), theirs), over: true },
    { name: "of another runner, of the future", id: jobIdAt(now + 1e9, theirs), over: false },
    { name: "no id of ours", id: "qemu-aarch64", over: false },
  ];
  for (const { name, id: asked, marked = [], over } of cases) {
    it(name, () => assert.equal(isOver(asked, { ...looking, marked }), over));
  }
});

describe("a runner's folder", () => {
  it("is the same under another path, and no other one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "owner-"));
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await mkdir(one);
    await mkdir(two);
    await symlink(one, join(folder, "link"));
    const owner = await ownerOf(one);
    assert.match(owner, /^[0-9a-f]{8}$/);
    assert.equal(await ownerOf(join(folder, "link")), owner);
    assert.notEqual(await ownerOf(two), owner);
    await rename(one, join(folder, "moved"));
    assert.equal(await ownerOf(join(folder, "moved")), owner);
    await rm(folder, { recursive: true });
  });

  it("holds the marks of the runs that live", async () => {
    const folder = await mkdtemp(join(tmpdir(), "marks-"));
    for (const one of [id, other]) await setMark(folder, one);
    await removeMark(folder, other);
    await removeMark(folder, other);
    assert.deepEqual(await markedIn(folder), [id]);
    await rm(folder, { recursive: true });
    assert.deepEqual(await markedIn(folder), []);
  });
});

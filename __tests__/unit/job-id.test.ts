import assert from "node:assert/strict";
import { mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isJobId, isKept, isOver, jobIdAt, jobIdIn } from "../../src/job/job-id.ts";
import { markedIn, removeMark, setMark, whereabouts } from "../../src/runner/marks.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const days = (count: number): number => now - count * day;
const day = 24 * 60 * 60 * 1000;
const ours = { owner: "0123abcd", boot: "beef", random: "00000001" };
const theirs = { owner: "fedc9876", boot: "0123", random: "00000001" };
const neighbours = { ...theirs, boot: ours.boot };
const [id, other] = [jobIdAt(now, ours), jobIdAt(now, theirs)];
const early = jobIdAt(0, ours);
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
  const looking = { ...ours, marked: [], now };
  const cases = [
    { name: "of this kernel, 4.9 days old", id: jobIdAt(days(4.9), neighbours), over: false },
    { name: "of this kernel, 5.1 days old", id: jobIdAt(days(5.1), neighbours), up: 9, over: true },
    { name: "of this kernel, older than it", id: jobIdAt(days(5.1), neighbours), over: false },
    { name: "of this kernel, begun in 1970", id: jobIdAt(0, neighbours), over: false },
    {
      name: "of this kernel, of the future",
      id: jobIdAt(days(-9), neighbours),
      up: 9,
      over: false,
    },
    { name: "of this runner, begun in 1970, with a mark", id: early, marked: [early], over: false },
    { name: "of this runner, begun in 1970, without a mark", id: early, over: true },
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
  for (const { name, id: asked, marked = [], up = 2, over } of cases) {
    it(name, () => assert.equal(isOver(asked, { ...looking, marked, up: up * day }), over));
  }
});

describe("a runner's folder", () => {
  it("is the same under another path, and no other one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "owner-"));
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await mkdir(one);
    await mkdir(two);
    await symlink(one, join(folder, "link"));
    const { owner, boot } = await whereabouts(one);
    assert.match(`${owner} ${boot}`, /^[0-9a-f]{8} [0-9a-f]{4}$/);
    assert.deepEqual(await whereabouts(join(folder, "link")), { owner, boot });
    const other = await whereabouts(two);
    assert.notEqual(other.owner, owner);
    assert.equal(other.boot, boot);
    await rename(one, join(folder, "moved"));
    assert.equal((await whereabouts(join(folder, "moved"))).owner, owner);
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

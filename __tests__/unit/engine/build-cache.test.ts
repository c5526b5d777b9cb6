/** What buildx tells of its cache, recorded from buildx 0.29 in both of its forms. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheRecords, withDescendants } from "../../../src/engine/buildx/build-cache.ts";

const RECORDED = `ID:           aaa
Parents:
 - base1
Created at:   2026-11-25 04:28:12.629576146 +0000 UTC
Mutable:      true
Reclaimable:  true
Shared:       true
Size:         8.192kB
Description:  mount / from exec /bin/sh -c echo a
Usage count:  4
Last used:    21 seconds ago
Type:         regular

ID:		bbb
Parent:		aaa
Created at:	2026-11-25 04:28:39.5 +0000 UTC
Mutable:	true
Description:	mount / from exec /bin/sh -c echo b
Usage count:	1

ID:	ccc
Parents:
 - base1
 - bbb
Created at:	2026-11-25 04:29:00 +0000 UTC
Description:	local source for context

Reclaimable:	20.48kB
Total:		20.48kB
`;

test("records of the cache: id, parents, time and what made them", () => {
  const at = (text: string): number => Date.parse(text);
  assert.deepEqual(cacheRecords(RECORDED), [
    {
      ...{ id: "aaa", parents: ["base1"], created: at("2026-11-25T04:28:12.629Z") },
      description: "mount / from exec /bin/sh -c echo a",
    },
    {
      ...{ id: "bbb", parents: ["aaa"], created: at("2026-11-25T04:28:39.5Z") },
      description: "mount / from exec /bin/sh -c echo b",
    },
    {
      ...{ id: "ccc", parents: ["base1", "bbb"], created: at("2026-11-25T04:29:00Z") },
      description: "local source for context",
    },
  ]);
  assert.deepEqual(cacheRecords("ERROR: no builder"), []);
});

test("what stands on a record goes before it, and nothing else goes", () => {
  const records = cacheRecords(RECORDED);
  assert.deepEqual(
    withDescendants(records, ({ id }) => id === "aaa"),
    ["ccc", "bbb", "aaa"],
  );
  assert.deepEqual(
    withDescendants(records, ({ id }) => id === "bbb"),
    ["ccc", "bbb"],
  );
});

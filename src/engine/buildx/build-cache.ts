/** Takes results of build steps out of a builder's cache, with all that was built on them. */

import { buildx } from "./buildx.ts";

interface CacheRecord {
  readonly id: string;
  readonly parents: readonly string[];
  /** Milliseconds since 1970, by the builder's clock. */
  readonly created: number;
  /** `mount / from exec /bin/sh -c make` for what a RUN made. */
  readonly description: string;
}

/** Milliseconds by which the times that BuildKit tells of one step may differ. */
const ABOUT = 1000;

/**
 * Forgets what RUN steps made from `start` to `end` (milliseconds since 1970, by the builder's
 * clock); resolves with whether nothing of it is left for sure. What another job made then is lost with it:
 * a record bears its command as it was before arguments were filled in, so it cannot be told apart.
 */
export async function forgetSteps(
  builder: string | undefined,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<boolean> {
  const chosen = builder === undefined ? [] : ["--builder", builder];
  const doomed = async (): Promise<readonly string[] | undefined> => {
    const { exitCode, stdout } = await buildx(["du", "--verbose", ...chosen]);
    if (exitCode !== 0) return undefined;
    return withDescendants(cacheRecords(stdout), ({ created, description }) => {
      const ofRun = description.startsWith("mount / from exec ");
      return ofRun && created >= start - ABOUT && created <= end + ABOUT;
    });
  };
  for (const id of (await doomed()) ?? []) {
    await buildx(["prune", "--all", "--force", "--filter", `id=${id}`, ...chosen]);
  }
  return (await doomed())?.length === 0;
}

/** What `docker buildx du --verbose` tells, that of newer and of older buildx. */
export function cacheRecords(text: string): readonly CacheRecord[] {
  return text.split(/^(?=ID:\s)/m).flatMap((block) => {
    const id = /^ID:\s+(\S+)/.exec(block)?.[1];
    if (id === undefined) return [];
    const field = (name: string): string =>
      new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(block)?.[1] ?? "";
    const listed = [...block.matchAll(/^ - (\S+)$/gm)].map((match) => match[1] ?? "");
    const [day, time] = field("Created at").split(" ");
    return [
      {
        id,
        parents: [...field("Parent").split(/[\s,;]+/), ...listed].filter(Boolean),
        created: Date.parse(`${day}T${time?.slice(0, 12)}Z`),
        description: field("Description"),
      },
    ];
  });
}

/** Ids of the records that `wanted` picks and of all that stand on them, these first: only such go. */
export function withDescendants(
  records: readonly CacheRecord[],
  wanted: (record: CacheRecord) => boolean,
): readonly string[] {
  const ids: string[] = [];
  const add = (record: CacheRecord): void => {
    if (ids.includes(record.id)) return;
    for (const child of records) if (child.parents.includes(record.id)) add(child);
    ids.push(record.id);
  };
  for (const record of records.filter(wanted)) add(record);
  return ids;
}

/** docker/build-push-action's documented workflows, run as they stand but for the `uses:` line. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { dockerFor } from "../support/action.ts";
import { attested } from "../support/attested.ts";
import { cacheService } from "../support/cache-service.ts";
import { engineVariables } from "../support/engines.ts";
import { buildkitNode } from "../support/forwarders.ts";
import { gitServer } from "../support/git-server.ts";
import { lockedRegistry } from "../support/locked-registry.ts";
import {
  inputsOf,
  metadataOf,
  type PeerExample,
  peerExamples,
  workflowOf,
} from "../support/peer-examples.ts";
import { type Published, publishedIndex } from "../support/published.ts";
import { scannerImage } from "../support/scanner-image.ts";
import { ACCOUNT, forge, provider } from "../support/workflow/forge.ts";
import type { WorkflowRun } from "../support/workflow/level.ts";
import { peerStandIns } from "../support/workflow/peer-stand-ins.ts";
import { runWorkflow } from "../support/workflow/run.ts";

const IDENTITY = `${process.pid}-${Date.now().toString(36)}`;
const REPOSITORY = "somebody/something";
const secrets = {
  GITHUB_TOKEN: ACCOUNT.password,
  DOCKERHUB_TOKEN: ACCOUNT.password,
  MYTOKEN: "of-another-repository",
  GPG_KEY: "one line",
};
const vars = { DOCKERHUB_USERNAME: ACCOUNT.username };

/** As docker/metadata-action's stand-in writes them. */
const LABELS = Object.fromEntries(
  (metadataOf({}, {}).labels ?? "").split("\n").map((line) => line.split(/=(.*)/s)),
);
const NATIVE = `linux/${process.arch === "arm64" ? "arm64" : "amd64"}`;

/** Names of images that may be in the engines. */
const loaded: string[] = [];
const cleanup: (() => Promise<unknown>)[] = [];
after(async () => {
  await all.removeImages(...loaded);
  await Promise.all(cleanup.map((clean) => clean()));
});
const all = await forge({ after: (clean) => void cleanup.push(clean) }, () => ({}));
const engine = all.list.find(({ store }) => store === "containerd");
assert.ok(engine !== undefined);
const ghcr = await lockedRegistry(all.registry, ACCOUNT.username, ACCOUNT.password);
const cache = await cacheService();
cleanup.push(async () => [ghcr, cache].map((server) => server.close()));
const node = await buildkitNode({ cleanup }, engine.dockerHost);
await scannerImage({
  ...{ docker: dockerFor(engineVariables(engine)), dir: all.dir, base: all.base },
  ...{ name: `${all.registry}/peers/scanner-${IDENTITY}:1`, cleanup },
});

interface Ended {
  readonly example: PeerExample;
  readonly run: WorkflowRun;
  /** `127.0.0.1:PORT/…`, as the registry without a login has it. */
  readonly hub: string;
  readonly ghcr: string;
  published(ref: string): Promise<Published>;
}

const machine = (base: string): string => `FROM ${base}
RUN uname -m > /machine
CMD ["cat", "/machine"]
`;

interface Expected {
  /** Of the repository; default: an image that says its machine. */
  readonly files?: Readonly<Record<string, string>>;
  /** That the Git server asks for; default: the job's own. */
  readonly token?: string;
  readonly also?: (ended: Ended) => Promise<void>;
}

const BASE_FOLDER = {
  "base/Dockerfile": `FROM ${all.base}\nRUN echo of-the-base > /mark\n`,
  Dockerfile: "FROM alpine\nRUN grep of-the-base /mark\n",
};

/** Asserts that these texts are in the log, in lines of their own. */
const says =
  (...texts: readonly (string | RegExp)[]) =>
  async ({ run }: Ended): Promise<void> => {
    for (const text of texts) assert.match(run.log, new RegExp(text, "m"));
  };

const summaries = ({ jobs }: WorkflowRun): string[] => jobs.map(({ summary }) => summary);

/** What is expected of a page beside its pushes. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  "README#git-context (a folder)": { files: { "mysubdir/Dockerfile": machine(all.base) } },
  "README#git-context (another private repository)": { token: secrets.MYTOKEN },
  "multi-platform (distributed)": {
    also: async ({ hub, published }) => {
      const { images } = await published(`${hub}/app:main`);
      const platforms = images.map(({ platform }) => platform).sort();
      assert.deepEqual(platforms, ["linux/amd64", "linux/arm/v7", "linux/arm64"]);
      for (const { config } of images) assert.deepEqual(config.config?.Labels, LABELS);
    },
  },
  secrets: {
    files: {
      Dockerfile: `FROM ${all.base}
RUN --mount=type=secret,id=github_token,env=GITHUB_TOKEN --mount=type=secret,id=MY_SECRET \\
    test "\${#GITHUB_TOKEN}" = ${ACCOUNT.password.length} && grep -x of-a-file /run/secrets/MY_SECRET\n`,
    },
  },
  "secrets (quotes and lines)": {
    token: "abcdefghi,jklmno=0123456789",
    files: {
      Dockerfile: `FROM ${all.base}
COPY expected /expected
RUN ${["MYSECRET", "FOO", "EMPTYLINE", "JSON_SECRET"].map((id) => `--mount=type=secret,id=${id}`).join(" ")} \\
    for id in MYSECRET FOO EMPTYLINE JSON_SECRET; do cat /run/secrets/$id; echo; done | cmp - /expected\n`,
      expected: `aaaaaaaa
bbbbbbb
ccccccccc
bar
aaaa

bbbb
ccc
{"key1":"value1","key2":"value2"}\n`,
    },
  },
  "secrets (SSH)": {
    files: { Dockerfile: `FROM ${all.base}\nRUN --mount=type=ssh test -S "$SSH_AUTH_SOCK"\n` },
  },
  "manage-tags-labels": {
    also: async ({ ghcr, published }) => {
      const [image] = (await published(`${ghcr}/app:main`)).images;
      assert.deepEqual(image?.config.config?.Labels, LABELS);
    },
  },
  "cache (inline)": {
    also: async ({ hub, published }) => {
      const [image] = (await published(`${hub}/app:latest`)).images;
      assert.ok("moby.buildkit.cache.v0" in (image?.config ?? {}));
    },
  },
  "cache (registry)": {
    also: async ({ hub }) => {
      const name = `${hub}/app`.replace(/^[^/]+/, all.registry);
      assert.ok((await publishedIndex(`${name}:buildcache`)) !== undefined);
    },
  },
  "cache (GitHub)": {
    also: async () => assert.ok([...cache.entries.keys()].some((key) => key.includes("buildkit"))),
  },
  "cache (mounts)": {
    files: {
      "build/package/Dockerfile": `FROM ${all.base}
RUN --mount=type=cache,target=/var/cache/apt grep -x ${IDENTITY} /var/cache/apt/seed\n`,
    },
  },
  "test-before-push": { also: says(/^x86_64$/) },
  "share-image-jobs": { also: says(/myimage +latest/) },
  "named-contexts": { files: { Dockerfile: "FROM alpine\nRUN uname -m > /machine\n" } },
  "named-contexts (an image of the engine)": { files: BASE_FOLDER },
  "named-contexts (a container builder)": { files: BASE_FOLDER },
  "copy-image-registries": {
    also: async ({ hub, ghcr, published }) => {
      const { digest } = await published(`${hub}/app:latest`);
      for (const tag of ["latest", "1.0.0"])
        assert.equal((await published(`${ghcr}/app:${tag}`)).digest, digest);
    },
  },
  "attestations (provenance)": {
    also: async ({ hub, published }) =>
      assert.equal((await published(`${hub}/app:main`)).attestations.length, 1),
  },
  "attestations (SBOM)": {
    also: async ({ hub }) => {
      const ref = `${hub}/app:main`.replace(/^[^/]+/, all.registry);
      assert.deepEqual(await attested(ref), { [NATIVE]: ["provenance", "spdx"] });
    },
  },
  annotations: {
    also: async ({ hub, published }) => {
      const { images, annotations } = await published(`${hub}/app:main`);
      assert.deepEqual([annotations, images[0]?.annotations], [{}, LABELS]);
    },
  },
  "annotations (index)": {
    also: async ({ hub, published }) => {
      const { images, annotations } = await published(`${hub}/app:main`);
      assert.deepEqual([annotations, images[0]?.annotations], [LABELS, LABELS]);
    },
  },
  "reproducible-builds": {
    files: {
      Dockerfile: `FROM ${all.base}\nARG SOURCE_DATE_EPOCH\nRUN test "$SOURCE_DATE_EPOCH" = 0\n`,
    },
  },
  "reproducible-builds (the commit's time)": {
    files: {
      Dockerfile: `FROM ${all.base}\nARG SOURCE_DATE_EPOCH\nRUN test "$SOURCE_DATE_EPOCH" -gt 1000000000\n`,
    },
  },
  "build-summary (none)": {
    also: async ({ run }) => assert.deepEqual(summaries(run), [""]),
  },
  "build-summary (no build record)": {
    also: async ({ run }) => assert.match(summaries(run).join(""), /^## Anyarch/),
  },
  "configure-builder (isolated builders)": {
    files: {
      Dockerfile: `FROM ${all.base} AS mytarget1
RUN echo one of two
FROM ${all.base} AS mytarget2
RUN echo two of two
FROM scratch AS other
COPY missing /\n`,
    },
    also: says(/\[mytarget1 2\/2\] RUN echo one of two/, /\[mytarget2 2\/2\] RUN echo two of two/),
  },
};

let number = 0;

/** Runs the workflow of a page as a push to a repository of its own. */
async function runPage(
  page: string,
  { files, token = ACCOUNT.password }: Expected,
): Promise<Ended> {
  number += 1;
  const path = `peers/${IDENTITY}-${number}`;
  const places = {
    ...{ hub: `${all.locked}/${path}/hub`, ghcr: `${ghcr.host}/${path}/ghcr` },
    ...{ service: `${all.registry}/${path}`, base: all.base, prefix: `t${IDENTITY}-${number}` },
  };
  const example = peerExamples(places).find((one) => one.page === page);
  assert.ok(example !== undefined);
  const dir = join(all.dir, `page-${number}`);
  const content = files ?? { Dockerfile: machine(all.base) };
  const server = await gitServer(join(dir, "git"), REPOSITORY, content, token);
  cleanup.push(() => server.close());
  const stands = {
    dir,
    repository: join(dir, "git", `${REPOSITORY}.git`),
    endpoint: node.endpoint,
    ...{ base: all.base, word: IDENTITY },
  };
  const on = all.machine(
    `machine-${number}`,
    example.store === "containerd" ? "containerd" : "classic",
  );
  const run = await runWorkflow({
    content: workflowOf(example, { "buildkit-image": all.buildkitImage, emulator: all.qemuDir }),
    github: { server_url: server.url, sha: server.sha, repository: REPOSITORY },
    machine: () => ({ ...on, actionEnv: cache.variables("v2") }),
    standIns: { ...all.standIns, ...peerStandIns(stands) },
    ...{ provider, secrets, vars },
  });
  const published = async (ref: string): Promise<Published> => {
    const found = await publishedIndex(ref.replace(/^[^/]+/, all.registry));
    assert.ok(found !== undefined, `${ref} is not there\n${run.log}`);
    return found;
  };
  loaded.push(`${places.prefix}myimage`, `${places.prefix}my-base-image`, `${places.hub}/app:test`);
  return { example, run, hub: places.hub, ghcr: places.ghcr, published };
}

/** Every tag that the peer's step would push is there, of its platforms, as our step says. */
async function assertPushed({ example, run, published }: Ended): Promise<void> {
  const contexts = { github: { event_name: "push" }, runner: {}, secrets, vars };
  for (const { with: given } of inputsOf(example, contexts)) {
    const { push, tags = "", platforms = NATIVE } = given;
    for (const tag of push === "true" ? tags.split("\n").filter((line) => line !== "") : []) {
      const { images, digest } = await published(tag);
      assert.deepEqual(
        images.map(({ platform }) => platform),
        platforms.split(","),
        tag,
      );
      assert.ok(run.log.includes(`${tag}: the registry has ${digest}`), `${tag}\n${run.log}`);
    }
  }
}

describe("documented workflows", { concurrency: 3 }, () => {
  const places = { hub: "h/h", ghcr: "g/g", service: "s", base: "b", prefix: "" };
  const pages = peerExamples(places);
  for (const { page } of pages) {
    test(page, async () => {
      const expected = EXPECTED[page] ?? {};
      const ended = await runPage(page, expected);
      assert.equal(ended.run.result, "success", ended.run.log);
      for (const secret of Object.values(secrets).filter((text) => text.length > 8))
        assert.ok(!ended.run.log.includes(secret), "a secret is in the log");
      await assertPushed(ended);
      await expected.also?.(ended);
    });
  }
  test("what is expected is expected of a page that runs", () => {
    const names = new Set(pages.map(({ page }) => page));
    assert.deepEqual(
      Object.keys(EXPECTED).filter((page) => !names.has(page)),
      [],
    );
  });
});

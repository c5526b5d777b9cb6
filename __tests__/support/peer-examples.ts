/** The `with:` blocks that docker/build-push-action documents, registry and folders replaced. */

export interface PeerExample {
  /** Page of its documentation (docs.docker.com/build/ci/github-actions/…), or of its README. */
  readonly page: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExamplePlaces {
  /** In the place of Docker Hub and ghcr.io: `127.0.0.1:5000/user`. */
  readonly registry: string;
  /** In the place of `runner.temp`. */
  readonly temp: string;
}

/** What metadata-action gives; `org.opencontainers.image.title` holds a comma here. */
const META = {
  labels: "org.opencontainers.image.title=an app, small\norg.opencontainers.image.revision=c0ffee",
  annotations: "manifest:org.opencontainers.image.title=an app, small",
};

const SECRETS = [
  "github_token=ghs_example",
  "GIT_AUTH_TOKEN=abcdefghi,jklmno=0123456789",
  '"MYSECRET=aaaaaaaa\nbbbbbbb\nccccccccc"',
  "FOO=bar",
  '"EMPTYLINE=aaaa\n\nbbbb\nccc"',
  '"JSON_SECRET={""key1"":""value1"",""key2"":""value2""}"',
].join("\n");

/** Every one of them; those that need what no test machine has are told in docs/build-push-action.md. */
export function peerExamples({ registry, temp }: ExamplePlaces): readonly PeerExample[] {
  const app = `${registry}/app`;
  const push = { push: "true", tags: `${app}:latest` };
  const both = { platforms: "linux/amd64,linux/arm64" };
  const byDigest = "type=image,push-by-digest=true,name-canonical=true,push=true";
  return [
    { page: "README#git-context", with: push },
    { page: "README#git-context", with: { ...push, context: "{{defaultContext}}:mysubdir" } },
    { page: "README#git-context", with: { ...push, secrets: "GIT_AUTH_TOKEN=mytoken" } },
    { page: "README#path-context", with: { ...push, context: "." } },
    { page: "multi-platform", with: { ...push, ...both, context: "." } },
    {
      page: "multi-platform (distributed)",
      with: {
        ...{ platforms: "linux/arm64", labels: META.labels, tags: app, outputs: byDigest },
      },
    },
    { page: "secrets", with: { context: ".", tags: `${app}:latest`, secrets: SECRETS } },
    { page: "secrets (SSH)", with: { ...push, context: ".", ssh: "default=/tmp/agent.sock" } },
    {
      page: "push-multi-registries",
      with: {
        ...{ ...both, context: ".", push: "true" },
        tags: `${app}:latest\n${app}:1.0.0\n${registry}/other/app:latest`,
      },
    },
    {
      page: "manage-tags-labels",
      with: { ...push, context: ".", labels: META.labels, tags: `${app}:main\n${app}:sha-ad132f5` },
    },
    {
      page: "cache (inline)",
      with: { ...push, "cache-from": `type=registry,ref=${app}:latest`, "cache-to": "type=inline" },
    },
    {
      page: "cache (registry)",
      with: {
        ...push,
        "cache-from": `type=registry,ref=${app}:buildcache`,
        "cache-to": `type=registry,ref=${app}:buildcache,mode=max`,
      },
    },
    {
      page: "cache (GitHub)",
      with: { ...push, "cache-from": "type=gha", "cache-to": "type=gha,mode=max" },
    },
    {
      page: "cache (local)",
      with: {
        ...push,
        "cache-from": `type=local,src=${temp}/.buildx-cache`,
        "cache-to": `type=local,dest=${temp}/.buildx-cache-new,mode=max`,
      },
    },
    { page: "export-docker", with: { context: ".", load: "true", tags: "myimage:latest" } },
    { page: "test-before-push", with: { load: "true", tags: `${app}:test` } },
    { page: "checks", with: { call: "check" } },
    { page: "local-registry", with: { ...push, context: "." } },
    {
      page: "share-image-jobs",
      with: { tags: "myimage:latest", outputs: `type=docker,dest=${temp}/myimage.tar` },
    },
    {
      page: "named-contexts",
      with: { "build-contexts": `base=docker-image://${registry}/base:1`, tags: "myimage:latest" },
    },
    { page: "attestations", with: { ...push, context: ".", provenance: "mode=max" } },
    { page: "attestations", with: { ...push, context: ".", sbom: "true" } },
    { page: "annotations", with: { ...push, ...both, annotations: META.annotations } },
    {
      page: "annotations (index)",
      with: { ...push, annotations: "manifest,index:org.opencontainers.image.title=an app" },
    },
    {
      page: "reproducible-builds",
      with: { tags: `${app}:latest` },
      env: { SOURCE_DATE_EPOCH: "0" },
    },
  ];
}

/** Asks the registry itself, by HTTP, what it holds: the other end of every push. */

import { createHash } from "node:crypto";

export interface PublishedImage {
  /** `linux/arm64`, `linux/arm/v7`; what the index says, or else the config. */
  readonly platform: string;
  readonly digest: string;
  readonly configDigest: string;
  /** The image's configuration, as JSON. */
  readonly config: ImageConfig;
  /** Digests of its layers. */
  readonly layers: readonly string[];
  readonly annotations: Annotations;
}

type Annotations = Readonly<Record<string, string>>;

export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly config?: {
    readonly Labels?: Readonly<Record<string, string>>;
    readonly Env?: readonly string[];
  };
  readonly history?: readonly { readonly created_by?: string }[];
}

export interface Published {
  readonly digest: string;
  readonly isIndex: boolean;
  readonly images: readonly PublishedImage[];
  /** Digests of manifests of the platform unknown/unknown. */
  readonly attestations: readonly string[];
  readonly annotations: Annotations;
}

interface Manifest {
  readonly annotations?: Annotations;
  readonly manifests?: readonly Entry[];
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
}

interface Entry {
  readonly digest: string;
  readonly platform?: Platform;
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

const TYPES = ["image.index.v1", "image.manifest.v1"].map(
  (type) => `application/vnd.oci.${type}+json`,
);
const DOCKER = ["manifest.list.v2", "manifest.v2"].map(
  (type) => `application/vnd.docker.distribution.${type}+json`,
);

/** What is under `HOST/repository:tag` (or `@digest`); undefined where the registry answers 404. */
export async function publishedIndex(ref: string): Promise<Published | undefined> {
  const [, host = "", name = "", what = ""] =
    /^([^/]+)\/(.+?)[:@]((?:sha256:)?[^:@/]+)$/.exec(ref) ?? [];
  const base = `http://${host}/v2/${name}`;
  const bytes = await get(`${base}/manifests/${what}`);
  if (bytes === undefined) return undefined;
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const top: Manifest = JSON.parse(bytes.toString("utf8"));
  const entries = top.manifests ?? [{ digest }];
  const isImage = ({ platform }: Entry): boolean => platform?.os !== "unknown";
  const images = await Promise.all(entries.filter(isImage).map((entry) => imageOf(base, entry)));
  const attestations = entries.filter((entry) => !isImage(entry)).map((entry) => entry.digest);
  const { annotations = {}, manifests } = top;
  return { digest, isIndex: manifests !== undefined, images, attestations, annotations };
}

/** Bytes of a blob of `HOST/repository`. */
export async function blobOf(repository: string, digest: string): Promise<Buffer> {
  const [, host = "", name = ""] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
  return await needed(`http://${host}/v2/${name}/blobs/${digest}`);
}

async function imageOf(base: string, { digest, platform }: Entry): Promise<PublishedImage> {
  const manifest: Manifest = JSON.parse(String(await needed(`${base}/manifests/${digest}`)));
  const configDigest = manifest.config?.digest ?? "";
  const config: ImageConfig & Platform = JSON.parse(
    String(await needed(`${base}/blobs/${configDigest}`)),
  );
  const { os, architecture, variant } = platform ?? config;
  const layers = (manifest.layers ?? []).map((layer) => layer.digest);
  const name = [os, architecture, variant].filter((part) => part !== undefined).join("/");
  const { annotations = {} } = manifest;
  return { platform: name, digest, configDigest, config, layers, annotations };
}

async function needed(url: string): Promise<Buffer> {
  const bytes = await get(url);
  if (bytes === undefined) throw new Error(`404: ${url}`);
  return bytes;
}

async function get(url: string): Promise<Buffer | undefined> {
  const reply = await fetch(url, { headers: { accept: [...TYPES, ...DOCKER].join(",") } });
  if (reply.status === 404) return undefined;
  if (!reply.ok) throw new Error(`${reply.status}: ${url}`);
  return Buffer.from(await reply.arrayBuffer());
}

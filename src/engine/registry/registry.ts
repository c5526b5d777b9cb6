/** Reads manifests and blobs from a registry and writes them there, without an engine or buildx. */

import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { brokenCall, refusedAnswer } from "./refused.ts";
import type { Call, Session } from "./session.ts";
import { type BlobSource, MEDIA_TYPES, type Stored, verified } from "./stored.ts";
import { type BlobSize, isThere, storedFrom, toldDigest } from "./told.ts";
import { uploadTo } from "./upload.ts";
import { type Answer, wholeAnswer } from "./whole.ts";
import { bytesOf } from "./wire.ts";

const ACCEPT = { accept: Object.values(MEDIA_TYPES).join(", ") };
const LARGEST_MANIFEST = 4 << 20;
const LARGEST_BLOB = 16 << 20;

type Request = Omit<Call, "scopes">;

/** Repositories are paths: `me/app`. All methods throw RegistryFailure where it refuses or is not reached. */
export class Registry {
  /** `host` or `host:port`, as references have it. */
  readonly host: string;
  readonly #session: Session;
  readonly #authenticated: boolean;

  constructor(host: string, session: Session, authenticated: boolean) {
    this.host = host;
    this.#session = session;
    this.#authenticated = authenticated;
  }

  /** What a tag or digest names; undefined where the registry says that it is not there. */
  async manifest(path: string, reference: string): Promise<Stored | undefined> {
    const call = { method: "GET", target: manifestAt(path, reference), headers: ACCEPT };
    const { reply, bytes } = await this.#readWhole(path, call, LARGEST_MANIFEST);
    if (reply.statusCode === 404) return undefined;
    return storedFrom({ reference, bytes, headers: reply.headers }, `${this.host}/${path}`);
  }

  /** The digest that docker pulls for a tag or digest: HEAD's word for it, "" where it has none. */
  async told(path: string, reference: string): Promise<string | undefined> {
    const call = { method: "HEAD", target: manifestAt(path, reference), headers: ACCEPT };
    const { statusCode, headers } = (await this.#read(path, call)).resume();
    return statusCode === 404 ? undefined : toldDigest(headers);
  }

  async putManifest(path: string, reference: string, { mediaType, bytes }: Stored): Promise<void> {
    const target = manifestAt(path, reference);
    const headers = { "content-type": mediaType, "content-length": String(bytes.length) };
    (await this.#write(path, { method: "PUT", target, headers, body: () => bytes })).resume();
  }

  async hasBlob(path: string, blob: BlobSize): Promise<boolean> {
    const call = { method: "HEAD", target: blobAt(path, blob.digest) };
    return isThere((await this.#read(path, call)).resume(), blob, `${this.host}/${path}`);
  }

  /** The bytes of a blob, at most 16 MiB. */
  async readBlob(path: string, digest: string): Promise<Buffer | undefined> {
    const call = { method: "GET", target: blobAt(path, digest) };
    const { reply, bytes } = await this.#readWhole(path, call, LARGEST_BLOB);
    if (reply.statusCode === 404) return undefined;
    return verified(bytes, digest, `${this.host}/${path}`);
  }

  /** A blob that is there, as a stream. */
  async openBlob(path: string, digest: string): Promise<Readable> {
    return await this.#read(path, { method: "GET", target: blobAt(path, digest) }, [200]);
  }

  /** Asks for the blob of another repository first, if one is known; else sends it in one piece. */
  async sendBlob(path: string, blob: BlobSource): Promise<void> {
    const { digest, from } = blob;
    const mount = from === undefined ? "" : `?${new URLSearchParams({ mount: digest, from })}`;
    const target = `/v2/${path}/blobs/uploads/${mount}`;
    const start = { method: "POST", target, headers: { "content-length": "0" } };
    const started = (await this.#write(path, start, from)).resume();
    if (started.statusCode === 201) return;
    const put = uploadTo(started.headers.location ?? target, blob);
    (await this.#write(path, put, from)).resume();
  }

  close(): void {
    this.#session.close();
  }

  async #read(path: string, call: Request, fine = [200, 404]): Promise<IncomingMessage> {
    const scopes = [`repository:${path}:pull`];
    return await this.#ask("read from", path, { ...call, scopes }, fine);
  }

  async #readWhole(path: string, call: Request, most: number): Promise<Answer> {
    return await wholeAnswer(() => this.#read(path, call), most).catch((error: unknown) => {
      throw brokenCall(this.#asked("read from", path), error);
    });
  }

  async #write(path: string, call: Request, from?: string): Promise<IncomingMessage> {
    const also = from === undefined ? [] : [`repository:${from}:pull`];
    const scopes = [`repository:${path}:pull,push`, ...also];
    return await this.#ask("push to", path, { ...call, scopes }, [200, 201, 202, 204]);
  }

  #asked(did: string, path: string) {
    return { did, reference: { domain: this.host, path }, authenticated: this.#authenticated };
  }

  async #ask(did: string, path: string, call: Call, fine: readonly number[]) {
    const reply = await this.#session.send(call).catch((error: unknown) => {
      throw brokenCall(this.#asked(did, path), error);
    });
    if (fine.includes(reply.statusCode ?? 0)) return reply;
    const body = await bytesOf(reply, 1 << 16).catch(() => "");
    throw refusedAnswer(this.#asked(did, path), reply, String(body));
  }
}

const manifestAt = (path: string, ref: string): string => `/v2/${path}/manifests/${ref}`;
const blobAt = (path: string, digest: string): string => `/v2/${path}/blobs/${digest}`;

/** Speaks HTTP with a registry: one exchange over plain HTTP or TLS, with the registry's certificates. */

import { readFile } from "node:fs/promises";
import { Agent, type IncomingMessage, request as plain } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Env } from "../../runner/env.ts";
import type { RegistryAccess } from "./access.ts";

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is read once. */
  readonly body?: Buffer | Readable | undefined;
  readonly signal: AbortSignal;
}

export interface Wire {
  /** The answer's head, whatever its status; its body is still to be read. */
  send(exchange: Exchange): Promise<IncomingMessage>;
  close(): void;
}

/** Requests at the same time; registries limit what one client may ask for. */
const AT_ONCE = 8;
/** Milliseconds without a byte after which a registry counts as gone. */
const SILENCE = 60_000;

/** Where systems keep the authorities that Docker trusts (Go's crypto/x509, root_linux.go). */
const SYSTEM = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/** A proxy of the environment is used as Node 24 does by itself, but not to this machine. */
export async function openWire(access: RegistryAccess, env: Env): Promise<Wire> {
  // Only here: TLS takes some milliseconds to load, and most runs do without.
  const https = await import("node:https");
  const proxy = access.loopback ? {} : { proxyEnv: { ...env } };
  const common = { keepAlive: true, maxSockets: AT_ONCE, timeout: SILENCE, ...proxy };
  const agents = {
    plain: new Agent(common),
    secure: new https.Agent({ ...common, ...(await trustOf(access, env)) }),
  };
  return {
    send: (exchange) =>
      exchange.url.protocol === "http:"
        ? sent(exchange, plain, agents.plain)
        : sent(exchange, https.request, agents.secure),
    close: () => {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}

/** Node's own authorities, the system's and the registry's; what the client shows of itself. */
async function trustOf({ insecure, authorities, keyPairs }: RegistryAccess, env: Env) {
  const files = [env.SSL_CERT_FILE ?? "", env.NODE_EXTRA_CA_CERTS ?? "", ...SYSTEM].filter(Boolean);
  const system = await Promise.all(files.map((path) => readFile(path, "utf8").catch(() => "")));
  const own = await Promise.all(authorities.map((path) => readFile(path, "utf8")));
  const [pair] = keyPairs;
  const shown =
    pair === undefined
      ? {}
      : { cert: await readFile(pair.certificate), key: await readFile(pair.key) };
  const { rootCertificates } = await import("node:tls");
  const ca = [...rootCertificates, ...system.filter((text) => text !== ""), ...own];
  return { ca, rejectUnauthorized: !insecure, ...shown };
}

function sent(
  { method, url, headers, body, signal }: Exchange,
  request: typeof plain,
  agent: Agent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, signal, agent });
    outgoing.setTimeout(SILENCE, () => {
      outgoing.destroy(new Error(`no byte for ${SILENCE / 1000} s`));
    });
    outgoing.on("response", resolve);
    outgoing.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    if (body === undefined || Buffer.isBuffer(body)) outgoing.end(body);
    // An answer that comes before the body is sent (a refusal) ends the sending; it is what counts.
    else pipeline(body, outgoing).catch(reject);
  });
}

/** The body as bytes; more than `most` is an error. */
export async function bytesOf(message: IncomingMessage, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message) {
    size += piece.length;
    if (size > most) throw new Error(`an answer of more than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Makes certificates for servers of tests: an authority of their own, and what it signs. */

import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { isIPv4 } from "node:net";

export interface Certified {
  /** PEM of the authority. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * A certificate for `host` (a name, or an IPv4 address), signed by an authority made for it; good
 * until tomorrow, or until so many milliseconds from now.
 */
export function certified(host: string, lasts = DAY): Certified {
  const authority = keyPair();
  const server = keyPair();
  const name = subject("authority of a test");
  const root = certificate({
    issuer: name,
    subject: name,
    key: authority.spki,
    extensions: CA,
    by: authority.key,
  });
  const leaf = certificate({
    issuer: name,
    subject: subject(host),
    key: server.spki,
    extensions: [extension("551d11", false, sequence(alternative(host)))],
    by: authority.key,
    lasts,
  });
  const key = server.key.export({ type: "pkcs8", format: "pem" }).toString();
  return { authority: pem(root), certificate: pem(leaf), key };
}

interface Parts {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly key: Buffer;
  readonly extensions: readonly Buffer[];
  readonly by: KeyObject;
  readonly lasts?: number;
}

const DAY = 86_400_000;

/** RFC 5280, section 4.1; signed with ECDSA and SHA-256. */
function certificate({ issuer, subject, key, extensions, by, lasts = DAY }: Parts): Buffer {
  const algorithm = sequence(identifier("2a8648ce3d040302"));
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const validity = sequence(time(Date.now() - DAY), time(Date.now() + lasts));
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const all = der(0xa3, sequence(...extensions));
  const body = sequence(version, serial, algorithm, issuer, validity, subject, key, all);
  const signature = sign("sha256", body, by);
  return sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

function keyPair(): { readonly key: KeyObject; readonly spki: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  return { key: createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" })), spki };
}

/** What follows has a tag, a length and a content: X.690, DER. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const short = length < 128;
  const bytes = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...(short ? [length] : bytes)]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));

/** `commonName` alone. */
const subject = (name: string): Buffer =>
  sequence(der(0x31, sequence(identifier("550403"), der(0x0c, Buffer.from(name)))));

const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, "")));

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der(0x01, Buffer.from([0xff]))] : [];
  return sequence(identifier(id), ...flag, der(0x04, value));
}

/** `basicConstraints`: it may sign others. */
const CA = [extension("551d13", true, sequence(der(0x01, Buffer.from([0xff]))))];

const alternative = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));

/** No line may be empty, which a text of 64 characters and a break after it would bring. */
const pem = (bytes: Buffer): string => {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
};

/** What can be wrong with the service of the Actions cache, and what has to come of it: never a failed step. */

import type { ServerResponse } from "node:http";
import type { CacheCall } from "../support/cache-protocols.ts";

export interface CacheFault {
  readonly name: string;
  /** The calls that get another answer. */
  readonly call?: CacheCall | "all";
  readonly answer?: (response: ServerResponse) => void;
  /** What is kept under the key when the step starts; `null` for nothing. */
  readonly kept?: ((archive: Buffer) => Buffer) | null;
  /** What the service answers as its key. */
  readonly key?: (key: string) => string;
  /** Where the emulator comes from in the end. */
  readonly right: "cache" | "origin";
  /** One warning that says this; none where it is left out. */
  readonly warning?: RegExp;
}

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end('{"msg":"no"}');
const page = (response: ServerResponse): void =>
  void response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();
const none = (): void => undefined;
const half = (archive: Buffer): Buffer => archive.subarray(0, archive.length / 2);
const garbage = (archive: Buffer): Buffer => Buffer.alloc(archive.length, "garbage");
const broken = /^warning: the Actions cache is not used: its entry cannot be unpacked$/;

export const cacheFaults: readonly CacheFault[] = [
  { name: "nothing", right: "cache" },
  { name: "a miss", kept: null, right: "origin" },
  { name: "503 to everything", call: "all", answer: status(503), right: "origin" },
  {
    name: "429 with Retry-After to the lookup",
    call: "lookup",
    ...{ answer: status(429, { "retry-after": "60" }), right: "origin" },
  },
  { name: "403 to the lookup", call: "lookup", answer: status(403), right: "origin" },
  { name: "a page for an answer", call: "lookup", answer: page, right: "origin" },
  { name: "a connection that is reset", call: "all", answer: reset, right: "origin" },
  { name: "no answer to anything", call: "all", answer: none, right: "origin" },
  {
    name: "another key",
    key: (key) => `${key}0`,
    ...{ right: "origin", warning: /the Actions cache is not used: it answered the key/ },
  },
  { name: "no archive", call: "read", answer: status(404), right: "origin", warning: broken },
  { name: "an empty archive", kept: () => Buffer.alloc(0), right: "origin", warning: broken },
  { name: "half an archive", kept: half, right: "origin", warning: broken },
  { name: "garbage for an archive", kept: garbage, right: "origin", warning: broken },
  { name: "an archive that never comes", call: "read", answer: none, right: "origin" },
  {
    name: "a save that is refused",
    ...{ kept: null, call: "create", answer: status(403), right: "origin" },
  },
  {
    name: "an upload that fails",
    ...{ kept: null, call: "write", answer: status(500), right: "origin" },
  },
  {
    name: "an end of the upload that fails",
    ...{ kept: null, call: "finalize", answer: status(500), right: "origin" },
  },
];

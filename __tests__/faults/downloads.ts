/** What can come instead of a file that is downloaded, and what has to come of it. */

import type { ServerResponse } from "node:http";

interface Given {
  /** Number of the request, from 1. */
  readonly hit: number;
  /** The file as it should be. */
  readonly whole: Buffer;
  /** An emulator, but another one. */
  readonly other: Buffer;
}

export interface DownloadFault {
  readonly name: string;
  readonly serve: (response: ServerResponse, given: Given) => void;
  /** `works`, or what the error says. */
  readonly right: "works" | RegExp;
  /** Requests that reach the address. */
  readonly tries: number;
  /** Milliseconds between the first two of them at least. */
  readonly apart?: number;
  /** The server speaks TLS, with this certificate; its authority is known unless it is `unknown`. */
  readonly tls?: "good" | "unknown" | "expired" | "other host";
}

const fine: DownloadFault["serve"] = (response, { whole }) => response.end(whole);
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): DownloadFault["serve"] =>
  (response) =>
    response.writeHead(code, headers).end("no");
const once =
  (first: DownloadFault["serve"]): DownloadFault["serve"] =>
  (response, given) =>
    (given.hit === 1 ? first : fine)(response, given);

/** Raw: nothing tells the client that half of it is missing. */
const cut: DownloadFault["serve"] = (response, { whole }) => {
  const head = Buffer.from("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
  response.socket?.end(Buffer.concat([head, whole.subarray(0, whole.length / 2)]));
};

function every(ms: number, response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, ms);
  response.on("close", () => clearInterval(timer));
}

export const downloadFaults: readonly DownloadFault[] = [
  { name: "cut, without a length", serve: cut, right: /archive is cut off/, tries: 3 },
  {
    name: "cut, with a length",
    serve: (response, { whole }) => {
      response.writeHead(200, { "content-length": whole.length }).write(whole.subarray(0, 9999));
      setTimeout(() => response.destroy(), 50);
    },
    ...{ right: /aborted.*tried 3 times/i, tries: 3 },
  },
  { name: "cut once", serve: once(cut), right: "works", tries: 2 },
  { name: "empty", serve: (response) => response.end(), right: /nothing \(0 bytes\)/, tries: 1 },
  {
    name: "a page",
    serve: (response) => response.end("<!DOCTYPE html><title>Sign in</title>"),
    ...{ right: /an HTML or XML page/, tries: 1 },
  },
  {
    name: "without an end",
    serve: (response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more);
      more();
    },
    ...{ right: /more than 64 MiB/, tries: 1 },
  },
  {
    name: "announced as 10 GB",
    serve: (response) => response.writeHead(200, { "content-length": 1e10 }).write("x"),
    ...{ right: /more than 64 MiB.*10000000000 bytes are announced/, tries: 1 },
  },
  {
    name: "longer than announced",
    serve: (response, { whole }) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${whole.length}\r\nConnection: close\r\n\r\n`;
      response.socket?.end(Buffer.concat([Buffer.from(head), whole, Buffer.from("more")]));
    },
    ...{ right: "works", tries: 1 },
  },
  {
    name: "a slow trickle",
    serve: (response) => every(100, response, () => response.write("x".repeat(100))),
    ...{ right: /only \d+ bytes in 10 s/, tries: 1 },
  },
  { name: "no answer", serve: () => undefined, right: /timeout/i, tries: 1 },
  {
    name: "stands still in the middle",
    serve: (response, { whole }) => void response.write(whole.subarray(0, 99_999)),
    ...{ right: /no byte for 10 s/, tries: 1 },
  },
  {
    name: "a relative redirect",
    serve: once(status(302, { location: "?again" })),
    ...{ right: "works", tries: 2 },
  },
  {
    name: "a redirect without end",
    serve: status(302, { location: "?again" }),
    ...{ right: /redirected more than 5 times/, tries: 6 },
  },
  {
    name: "a redirect to a file",
    serve: status(301, { location: "file:///etc/passwd" }),
    ...{ right: /redirected to file:/, tries: 1 },
  },
  {
    name: "a redirect from TLS to none",
    serve: status(302, { location: "http://127.0.0.1:1/" }),
    ...{ right: /redirected to http:/, tries: 1, tls: "good" },
  },
  { name: "404", serve: status(404), right: /404[\s\S]*nothing is published/, tries: 1 },
  { name: "403", serve: status(403), right: /403[\s\S]*without a login/, tries: 1 },
  {
    name: "429 with Retry-After, once",
    serve: once(status(429, { "retry-after": "2" })),
    ...{ right: "works", tries: 2, apart: 2000 },
  },
  {
    name: "429 with Retry-After of an hour",
    serve: status(429, { "retry-after": "3600" }),
    ...{ right: /429[\s\S]*asks to wait 3600 s/, tries: 1 },
  },
  { name: "503, once", serve: once(status(503)), right: "works", tries: 2, apart: 1000 },
  { name: "500 for ever", serve: status(500), right: /500.*tried 3 times/, tries: 3 },
  {
    name: "the connection is reset",
    serve: (response) => void response.socket?.resetAndDestroy(),
    ...{ right: /(?:ECONNRESET|hang up).*tried 3 times/, tries: 3 },
  },
  {
    name: "another emulator",
    serve: (response, { other }) => response.end(other),
    ...{ right: /is not the file it should be; it was not used/, tries: 1 },
  },
  {
    name: "an archive with wrong bytes in it",
    serve: (response, { whole }) => response.end(Buffer.concat([whole.subarray(0, 5000), whole])),
    ...{ right: /broken|cut off|invalid|incorrect/i, tries: 1 },
  },
  { name: "TLS, an authority that is known", serve: fine, right: "works", tries: 1, tls: "good" },
  {
    name: "TLS, an authority that is not known",
    ...{ serve: fine, right: /NODE_EXTRA_CA_CERTS/, tries: 0, tls: "unknown" },
  },
  {
    name: "TLS, out of date",
    ...{ serve: fine, right: /expired[\s\S]*out of date/i, tries: 0, tls: "expired" },
  },
  {
    name: "TLS, for another host",
    ...{ serve: fine, right: /certificate is for another host/, tries: 0, tls: "other host" },
  },
];

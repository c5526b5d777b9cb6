/** Looks who listens at a node's address, since buildx waits 20 s for one and does not name it. */

import { connect, type NetConnectOpts } from "node:net";

/** `silent`: it took the connection and waits, as BuildKit behind TLS does. */
export type Listener = "buildkit" | "http" | "silent" | { readonly error: string };

/** Milliseconds for the connection, and for the first bytes after it. */
const PATIENCE = 10_000;
const FIRST_BYTES = 400;

/**
 * Who listens at `tcp://host:port` or `unix:///path`; undefined for an address of another kind.
 *
 * It is greeted as a Docker engine, which answers in HTTP; BuildKit sends a frame of HTTP/2 first.
 */
export async function listenerAt(endpoint: string): Promise<Listener | undefined> {
  const place = placeOf(endpoint);
  if (place === undefined) return undefined;
  return await new Promise((resolve) => {
    const socket = connect(place);
    const end = (listener: Listener): void => {
      socket.destroy();
      resolve(listener);
    };
    let late: Listener = { error: `no answer within ${PATIENCE / 1000} s` };
    socket.setTimeout(PATIENCE, () => end(late));
    socket.on("connect", () => {
      socket.write("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n");
      late = "silent";
      socket.setTimeout(FIRST_BYTES);
    });
    socket.on("data", (data) =>
      end(data.toString("latin1").startsWith("HTTP/") ? "http" : "buildkit"),
    );
    socket.on("error", (error) => end({ error: error.message }));
    socket.on("end", () => end("silent"));
  });
}

function placeOf(endpoint: string): NetConnectOpts | undefined {
  if (endpoint.startsWith("unix://")) return { path: endpoint.slice("unix://".length) };
  const [, host = "", port] = /^tcp:\/\/(.+):(\d+)\/?$/.exec(endpoint) ?? [];
  return port === undefined
    ? undefined
    : { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

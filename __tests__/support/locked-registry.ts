/** The rig's registry behind a login: a proxy on loopback that lets nobody in without the password. */

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

export interface LockedRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `PUT /v2/…/manifests/…` of every request that was let in. */
  readonly asked: readonly string[];
  close(): void;
}

/** `upstream` is `127.0.0.1:PORT`; the name and the password of the one who may enter. */
export async function lockedRegistry(
  upstream: string,
  username: string,
  password: string,
): Promise<LockedRegistry> {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const server = createServer((incoming, response) => {
    if (incoming.headers.authorization !== wanted) return refuse(response);
    asked.push(`${incoming.method} ${incoming.url}`);
    pass(upstream, incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { host: `127.0.0.1:${port}`, asked, close };
}

function refuse(response: ServerResponse): void {
  const body = JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "who are you" }] });
  const realm = 'Basic realm="locked"';
  response.writeHead(401, { "www-authenticate": realm, "content-type": "application/json" });
  response.end(body);
}

/** The registry makes its `Location`s from the Host header, which stays as it is. */
function pass(upstream: string, incoming: IncomingMessage, response: ServerResponse): void {
  const [host, port] = upstream.split(":");
  const { method, url: path, headers } = incoming;
  const onward = request({ host, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  incoming.pipe(onward);
}

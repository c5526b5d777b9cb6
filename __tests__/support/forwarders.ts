/** Puts a rig's engine behind tcp, with TLS or without, as an engine elsewhere would be. */

import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { promisify } from "node:util";
import type { Bench } from "./action.ts";

const run = promisify(execFile);

/** `tcp://127.0.0.1:PORT` behind which the bench's engine answers. */
export async function plainForwarder(bench: Bench): Promise<string> {
  return await listening(bench, createServer(handOn(bench.engine.dockerHost)));
}

/**
 * The same with TLS that asks for a client's certificate, for the engine at `dockerHost`;
 * `certificates` is as DOCKER_CERT_PATH.
 */
export async function tlsForwarder(
  bench: Bench,
  dockerHost = bench.engine.dockerHost,
): Promise<{ readonly host: string; readonly certificates: string }> {
  const folder = await certificates(bench.dir);
  const read = async (name: string): Promise<Buffer> => await readFile(join(folder, name));
  const options = {
    requestCert: true,
    rejectUnauthorized: true,
    ca: await read("ca.pem"),
    cert: await read("server.pem"),
    key: await read("server-key.pem"),
  };
  const server = createTlsServer(options, handOn(dockerHost));
  return { host: await listening(bench, server), certificates: folder };
}

function handOn(dockerHost: string): (near: Socket) => void {
  const path = dockerHost.replace("unix://", "");
  return (near) => {
    const far = connect({ path, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  };
}

async function listening(bench: Bench, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  bench.cleanup.push(async () => server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return `tcp://127.0.0.1:${address.port}`;
}

/** An authority, a server's and a client's certificate, named as docker names them. */
async function certificates(parent: string): Promise<string> {
  const folder = join(parent, "certificates");
  await mkdir(folder);
  await run("sh", ["-ec", MAKE], { cwd: folder });
  return folder;
}

const MAKE = `
new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
openssl req -x509 $new -keyout ca-key.pem -out ca.pem -subj /CN=authority
made() {
  openssl req $new -keyout "$1" -out request.pem -subj "/CN=$3"
  printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=%s\\n' "$3" >extensions
  openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial \\
    -extfile extensions -out "$2"
}
made server-key.pem server.pem serverAuth
made key.pem cert.pem clientAuth
`;

/** Certificates of an authority of a test's own, for servers and clients. */

import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TlsOptions } from "node:tls";
import { promisify } from "node:util";
import { obtainFarTools } from "../../scripts/rig/own-tools.ts";
import { rigPaths } from "../../scripts/rig/paths.ts";
import type { Bench } from "./action.ts";

const run = promisify(execFile);

export interface TlsMaterial {
  /** For a server that asks for a client's certificate. */
  readonly options: TlsOptions;
  /** As DOCKER_CERT_PATH. */
  readonly folder: string;
}

/** Certificates of an authority of the test's own. */
export async function tlsMaterial({ dir }: Pick<Bench, "dir">): Promise<TlsMaterial> {
  const folder = join(dir, "certificates");
  await mkdir(folder);
  const { env } = await obtainFarTools(rigPaths(), () => undefined);
  await run("sh", ["-ec", MAKE], { cwd: folder, env: { ...process.env, ...env } });
  const read = async (name: string): Promise<Buffer> => await readFile(join(folder, name));
  const [ca, cert, key] = ["ca.pem", "server.pem", "server-key.pem"].map(read);
  const options = { requestCert: true, ca: await ca, cert: await cert, key: await key };
  return { options, folder };
}

/** An authority, a server's and a client's certificate, named as docker names them. */
const MAKE = `
printf '%s\\n' '[req]' distinguished_name=name x509_extensions=ca \\
  '[name]' '[ca]' basicConstraints=critical,CA:TRUE >openssl.cnf
export OPENSSL_CONF=openssl.cnf
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

/** Serves one file on loopback, with what is wrong with it. */

import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { DownloadFault } from "../faults/downloads.ts";
import { type Certified, certified } from "./certificate.ts";

export interface FileServer {
  readonly address: string;
  /** PEM of the authority that its client has to know. */
  readonly authority: string | undefined;
  /** When it was asked, in milliseconds. */
  readonly asked: readonly number[];
  close(): Promise<void>;
}

export async function fileServer(
  fault: DownloadFault,
  files: { readonly whole: Buffer; readonly other: Buffer },
): Promise<FileServer> {
  const asked: number[] = [];
  const answer: RequestListener = (_, response) => {
    asked.push(performance.now());
    fault.serve(response, { hit: asked.length, ...files });
  };
  const tls = certificateOf(fault);
  const server =
    tls === undefined
      ? createServer(answer)
      : createSecureServer({ cert: tls.certificate, key: tls.key }, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const port = typeof bound === "object" ? bound?.port : undefined;
  return {
    address: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/qemu.tar.gz`,
    authority: fault.tls === "unknown" ? undefined : tls?.authority,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function certificateOf({ tls }: DownloadFault): Certified | undefined {
  if (tls === undefined) return undefined;
  return certified(
    tls === "other host" ? "other.example" : "127.0.0.1",
    tls === "expired" ? -1000 : undefined,
  );
}

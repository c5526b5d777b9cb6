/** Reads manifests from a registry through buildx, with the trust and login that buildx has. */

import { Failure } from "../../failure.ts";
import { environment } from "../../runner/env.ts";
import { parseJson } from "../json.ts";
import { presentIn } from "../program.ts";
import { withTrust } from "../registry/access.ts";
import { parseReference } from "../registry/reference.ts";
import { digestOf } from "../registry/stored.ts";
import { trustParts } from "../registry/trust-fault.ts";
import { buildx } from "./buildx.ts";

export interface RawManifest {
  /** `sha256:…` of its bytes. */
  readonly digest: string;
  readonly value: unknown;
}

/**
 * What the registry holds under `ref`, a tag or a digest; undefined where it holds nothing.
 * @throws Failure where the registry cannot be asked
 */
export async function readManifest(
  ref: string,
  builder: string | undefined,
): Promise<RawManifest | undefined> {
  const chosen = builder === undefined ? [] : ["--builder", builder];
  const args = ["imagetools", "inspect", "--raw", ...chosen, ref];
  const own = environment();
  const { exitCode, stdout, stderr } = await withTrust(
    parseReference(ref).domain,
    own,
    async (trust) => await buildx(args, { env: { ...presentIn(own), ...trust } }),
  );
  if (exitCode === 0) {
    return {
      digest: digestOf(Buffer.from(stdout)),
      value: parseJson(stdout, `the manifest of ${ref}`),
    };
  }
  if (/: not found\s*$/.test(stderr)) return undefined;
  throw new Failure({
    what: `What was pushed as ${ref} could not be read back from the registry`,
    command: { line: ["docker", "buildx", ...args].join(" "), exitCode, stderr },
    anchor: "registry-unreachable",
    ...trustParts(stderr, parseReference(ref).domain),
  });
}

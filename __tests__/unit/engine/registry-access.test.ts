/** How a registry is reached: the engine's lists, this machine's certificates. */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { registryAccess } from "../../../src/engine/registry/access.ts";
import { LOOPBACK_ONLY, trustFrom } from "../../../src/engine/registry/trust.ts";

/** As dockerd 28.5 answers `/info`. */
const info = {
  RegistryConfig: {
    IndexConfigs: {
      "docker.io": { Mirrors: ["https://m.example/"], Name: "docker.io", Secure: true },
      "reg.invalid:5000": { Mirrors: [], Name: "reg.invalid:5000", Official: false, Secure: false },
    },
    InsecureRegistryCIDRs: ["10.1.0.0/16", "127.0.0.0/8", "::1/128"],
    Mirrors: ["https://m.example/"],
  },
};

describe("trustFrom", () => {
  it("reads what the engine tells", () => {
    assert.deepEqual(trustFrom(info), {
      insecureHosts: ["reg.invalid:5000"],
      insecureNetworks: ["10.1.0.0/16", "127.0.0.0/8", "::1/128"],
      mirrors: ["https://m.example/"],
    });
  });
  it("trusts loopback where the engine tells nothing", () => {
    assert.deepEqual(trustFrom({}), LOOPBACK_ONLY);
    assert.deepEqual(trustFrom({ RegistryConfig: null }), LOOPBACK_ONLY);
  });
});

describe("registryAccess", () => {
  const none = { XDG_CONFIG_HOME: "/nowhere" };
  for (const { host, insecure, loopback = false } of [
    { host: "reg.invalid:5000", insecure: true },
    { host: "reg.invalid", insecure: false },
    { host: "10.1.2.3:5000", insecure: true },
    { host: "10.2.2.3:5000", insecure: false },
    { host: "127.0.0.2:5000", insecure: true, loopback: true },
    { host: "localhost", insecure: true, loopback: true },
    { host: "[::1]:5000", insecure: true, loopback: true },
    { host: "[2001:db8::1]:5000", insecure: false },
  ]) {
    it(`${host} -> ${insecure ? "unverified" : "verified"}`, async () => {
      const access = await registryAccess(host, trustFrom(info), none);
      const expected = { host, loopback, insecure, authorities: [], keyPairs: [] };
      assert.deepEqual(access, expected);
    });
  }

  it("finds authorities and a client's own certificate, of this host and port alone", async (t) => {
    const home = await mkdtemp(join(tmpdir(), "certs-"));
    t.after(async () => await rm(home, { recursive: true }));
    const folder = join(home, "docker/certs.d/10.2.2.3:5000");
    await mkdir(folder, { recursive: true });
    for (const name of ["ca.crt", "b.crt", "client.cert", "client.key", "odd.cert", "notes"]) {
      await writeFile(join(folder, name), "");
    }
    const env = { XDG_CONFIG_HOME: home };
    const access = await registryAccess("10.2.2.3:5000", LOOPBACK_ONLY, env);
    assert.deepEqual(access.authorities, [join(folder, "b.crt"), join(folder, "ca.crt")]);
    const pair = { certificate: join(folder, "client.cert"), key: join(folder, "client.key") };
    assert.deepEqual(access.keyPairs, [pair]);
    const other = await registryAccess("10.2.2.3:5001", LOOPBACK_ONLY, env);
    assert.deepEqual(other.authorities, []);
  });
});

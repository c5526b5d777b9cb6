/** Accounts of registries: where docker keeps them, and that they are never told. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { registryAccount, registryAuth } from "../../../src/engine/registry/credentials.ts";
import { parseReference } from "../../../src/engine/registry/reference.ts";
import { Failure } from "../../../src/failure.ts";

const HUB = "https://index.docker.io/v1/";
const SECRET = "s:ecret?~";
const auth = Buffer.from(`me:${SECRET}`).toString("base64");
const me = { username: "me", password: SECRET };

/** Helpers that never read which server they are asked for. */
const others = { deaf: "exec <&-; echo 'vault is sealed'; exit 7", hanging: "exec /bin/sleep 30" };

describe("registryAuth", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "anyarch-auth-"));
    const account = JSON.stringify({ ServerURL: "h", Username: "me", Secret: SECRET });
    const token = JSON.stringify({ ServerURL: "h", Username: "<token>", Secret: "t" });
    const lines = [
      "#!/bin/sh",
      "read -r server",
      '[ "$*" = get ] || exit 8',
      `case "$server" in`,
      `good.io) echo '${account}';;`,
      `token.io) echo '${token}';;`,
      `html.io) echo '<html>${SECRET}';;`,
      "locked.io) echo 'keychain is locked'; exit 1;;",
      "*) echo 'credentials not found in native keychain'; exit 1;;",
      "esac",
    ];
    const path = join(folder, "docker-credential-fake");
    await writeFile(path, lines.join("\n"), { mode: 0o755 });
    for (const [name, line] of Object.entries(others)) {
      const file = join(folder, `docker-credential-${name}`);
      await writeFile(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    }
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function found(ref: string, config: unknown, given?: string): Promise<unknown> {
    const text = typeof config === "string" ? config : JSON.stringify(config);
    await writeFile(join(folder, "config.json"), text);
    const env = { PATH: folder, DOCKER_CONFIG: folder, DOCKER_AUTH_CONFIG: given };
    const header = await registryAuth(ref, env);
    return header && JSON.parse(Buffer.from(header, "base64url").toString());
  }

  const store = { credsStore: "fake" };
  const given = JSON.stringify({ auths: { "good.io": { auth: btoa("ci:job") } } });
  const byToken = { identitytoken: "t", serveraddress: "token.io" };
  const only = { credHelpers: { "token.io": "fake" } };
  const cases = [
    { name: "nobody", ref: "good.io/a", config: {}, expected: undefined },
    {
      name: "config.json",
      ref: "alpine",
      config: { auths: { [HUB]: { auth } } },
      expected: { ...me, serveraddress: HUB },
    },
    {
      name: "a store",
      ref: "good.io/a:1",
      config: store,
      expected: { ...me, serveraddress: "good.io" },
    },
    { name: "a helper", ref: "token.io/a", config: only, expected: byToken },
    {
      name: "a store that has none",
      ref: "none.io/a",
      config: { ...store, auths: { "none.io": { auth } } },
      expected: undefined,
    },
    {
      name: "the variable first",
      ref: "good.io/a",
      config: store,
      given,
      expected: { username: "ci", password: "job", serveraddress: "good.io" },
    },
    { name: "the variable lacks it", ref: "token.io/a", config: store, given, expected: byToken },
  ];
  for (const { name, ref, config, given, expected } of cases) {
    it(name, async () => assert.deepEqual(await found(ref, config, given), expected));
  }

  const wrong = [
    { name: "a helper that fails", ref: "locked.io/a", config: store, seen: /keychain is locked/ },
    {
      name: "a helper that is missing",
      ref: "h.io/a",
      config: { credsStore: "no" },
      seen: /docker-credential-no: not found/,
    },
    {
      name: "a helper that ends without reading what it is asked",
      ref: "h.io/a",
      config: { credsStore: "deaf" },
      seen: /docker-credential-deaf: vault is sealed/,
    },
    { name: "a helper that answers no JSON", ref: "html.io/a", config: store, seen: /is not JSON/ },
    {
      name: "a broken config.json",
      ref: "h.io/a",
      config: `{"auths":{"h.io":{"auth":"${auth}"`,
      seen: /config\.json.*rm '/,
    },
    {
      name: "a broken variable",
      ref: "h.io/a",
      config: {},
      given: `{"auth":"${auth}`,
      seen: /DOCKER_AUTH_CONFIG/,
    },
  ];
  for (const { name, ref, config, given, seen } of wrong) {
    it(`${name}: says so, without the secret`, async () => {
      const error = await found(ref, config, given).catch((reason: unknown) => reason);
      assert.ok(error instanceof Failure, String(error));
      const told = `${JSON.stringify(error.parts)} ${error.stack} ${String(error.cause)}`;
      assert.match(told, seen);
      assert.ok(!told.includes(SECRET) && !told.includes(auth));
    });
  }

  it("a helper that hangs is ended, and told", async () => {
    await writeFile(join(folder, "config.json"), JSON.stringify({ credsStore: "hanging" }));
    const env = { PATH: folder, DOCKER_CONFIG: folder };
    await assert.rejects(registryAccount(parseReference("h.io/a"), env, 300), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.parts.seen, "docker-credential-hanging: no answer within 0.3 s");
      return true;
    });
  });
});

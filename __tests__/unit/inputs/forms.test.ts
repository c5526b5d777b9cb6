/** Forms of single values: what buildx would refuse late is refused at once, with what to write. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, type Raw, read } from "./read.ts";

const right: readonly Raw[] = [
  { network: "default" },
  { network: "none" },
  { network: "host" },
  { "shm-size": "2g" },
  { "shm-size": "64MiB" },
  { "shm-size": "1.5 gb" },
  { "shm-size": "67108864" },
  { ulimit: "nofile=1024:1024\nnproc=3\nmemlock=-1:-1" },
  { "add-hosts": "db:10.0.0.2, me=host-gateway,six=[::1],old:::1" },
  { allow: "network.host,security.insecure,device=vendor.example/x=y" },
  {
    "cache-from": "type=gha,scope=a\nme/app:cache\ntype=local,src=/c\ntype=registry,ref=me/c",
    "cache-to": "type=inline\ntype=local,dest=/c,mode=max\ntype=s3,region=x,bucket=y",
  },
];

for (const raw of right) {
  test(`${JSON.stringify(raw)} is as buildx takes it`, async () => {
    await assert.doesNotReject(read(raw));
  });
}

const wrong: readonly { raw: Raw; expected: RegExp; fix?: string }[] = [
  { raw: { network: "bridge" }, expected: /default, none, host/, fix: "network: default" },
  { raw: { network: "hots" }, expected: /host/, fix: "network: host" },
  { raw: { "shm-size": "2 gigs" }, expected: /such as 2g/ },
  { raw: { ulimit: "nofile" }, expected: /nofile=1024:1024/ },
  { raw: { ulimit: "files=3" }, expected: /name=soft:hard/ },
  { raw: { "add-hosts": "nohost" }, expected: /name:address/ },
  { raw: { allow: "network.hosts" }, expected: /network\.host\?/, fix: "allow: network.host" },
  {
    raw: { "cache-to": "type=locl,dest=x" },
    expected: /did you mean local/,
    fix: "cache-to: type=local,dest=x",
  },
  { raw: { "cache-to": "type=local" }, expected: /type=local,dest=/ },
  { raw: { "cache-from": "type=local,dest=x" }, expected: /,src=/ },
  { raw: { "cache-from": "type=registry" }, expected: /,ref=/ },
];

for (const { raw, expected, fix } of wrong) {
  test(`${JSON.stringify(raw)} is told before anything is changed`, async () => {
    const [fault, ...more] = await faultsOf(raw);
    assert.deepEqual(more, []);
    assert.match(fault?.what ?? "", new RegExp(`\`${Object.keys(raw)[0]}\``));
    assert.match(fault?.expected ?? "", expected);
    assert.equal(fault?.fix, fix);
  });
}

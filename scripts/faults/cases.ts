/** The cases that this action and its peers are tried with, by the lists of faults they belong to. */

import type { Case } from "./case.ts";
import { crash, machine, published } from "./image-cases.ts";
import { forged, lost, merged, wrongInput } from "./step-cases.ts";

export const CASES: readonly Case[] = [
  published("lies of the emulator", (base) => `FROM ${base}\nRUN uname -m | grep aarch64\n`),
  crash("a crash in a pipe of a step that ends well", "/crash 2>&1 | cat; echo on"),
  crash("a crash in the background of a step that ends well", "/crash & wait; echo on"),
  crash("a crash whose parent waits for ever", "mkfifo /fifo; /crash & cat /fifo"),
  published("lies of the image", (base) => `FROM ${base}\nRUN cp /usr/bin/busybox /app\n`),
  machine(
    "a default on TARGETARCH in the stage",
    (base) =>
      `FROM ${base}\nARG TARGETARCH=amd64\nCOPY bb-\${TARGETARCH} /app\nENTRYPOINT ["/app"]\n`,
  ),
  machine(
    "a last stage of the builder's platform",
    (base) => `FROM --platform=$BUILDPLATFORM ${base}\nCOPY bb-arm64 /app\nENTRYPOINT ["/app"]\n`,
  ),
  machine(
    "a foreign program among others",
    (base) => `FROM ${base}\nCOPY bb-amd64 /usr/bin/tool\n`,
  ),
  ...forged,
  wrongInput("a platform that does not exist", { platforms: "linux/arm46" }),
  wrongInput("a tag with capitals", { tags: "127.0.0.1:1/Some/Thing:1" }),
  wrongInput("a Dockerfile that is not there", { file: "missing/Dockerfile" }),
  wrongInput("a truth value that is none", { push: "yess" }),
  wrongInput("a file of a secret that is not there", { "secret-files": "a=/missing" }),
  wrongInput("an output of a type that does not exist", { outputs: "type=imgae" }),
  lost,
  merged(
    "two legs of the two platforms",
    (amd64, arm64) => [
      ["linux/amd64", amd64],
      ["linux/arm64", arm64],
    ],
    true,
  ),
  merged("one leg twice, the other not at all", (amd64) => [
    ["linux/amd64", amd64],
    ["linux/arm64", amd64],
  ]),
  merged("a leg that is missing", (amd64) => [["linux/amd64", amd64]]),
];

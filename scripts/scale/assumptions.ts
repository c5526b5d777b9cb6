/** What the simulation of docs/scale.md stands on: each number, and whether it was read, measured or assumed. */

/** `read`: in public documentation; `measured`: with this project's own tests; `assumed`: put yours in. */
type Ground = "read" | "measured" | "assumed";

export interface Assumption {
  readonly value: number;
  readonly what: string;
  readonly ground: Ground;
  readonly source: string;
}

const PRICES =
  "[Actions runner pricing](https://docs.github.com/en/billing/reference/actions-runner-pricing), from January 2026 on, read in November 2026";
const LIMITS =
  "[Actions limits](https://docs.github.com/en/actions/reference/limits), read in November 2026";

export const ASSUMPTIONS = {
  amd64: {
    value: 0.006,
    what: "$ a minute of a job on `ubuntu-24.04` in a private repository, 2 cores",
    ground: "read",
    source: PRICES,
  },
  arm64: {
    value: 0.005,
    what: "$ a minute of a job on `ubuntu-24.04-arm`, 2 cores",
    ground: "read",
    source: PRICES,
  },
  rounded: {
    value: 1,
    what: "minute, up to the next whole of which each job is billed",
    ground: "read",
    source: PRICES,
  },
  jobs: {
    value: 60,
    what: "jobs at once that the plan Team allows (Free 20, Pro 40, Enterprise 500)",
    ground: "read",
    source: LIMITS,
  },
  unpack: {
    value: 3.6,
    what: "times as long for arm64 under emulation: files are packed and hashed",
    ground: "measured",
    source: "a build of this action: `gzip` and `sha256sum` of BusyBox, CPU time, QEMU 11.1.2",
  },
  compile: {
    value: 14,
    what: "times as long: a compiler",
    ground: "measured",
    source:
      "the same build: `tcc` over 30,000 functions; 300 starts of a program took 19 times as long",
  },
  start: {
    value: 0.5,
    what: "minutes of a job before and after the build: machine, checkout, login",
    ground: "assumed",
    source: "usual for a small repository",
  },
  days: { value: 30, what: "days with builds in a month", ground: "assumed", source: "every day" },
  hours: {
    value: 8,
    what: "hours in which the builds of a day come, twice as many at once as the mean",
    ground: "assumed",
    source: "an office's day",
  },
  cores: {
    value: 8,
    what: "cores of an own arm64 node, on which four builds run at once as fast as on a runner",
    ground: "assumed",
    source: "two cores a build, as the runners have",
  },
  node: {
    value: 100,
    what: "$ a month for such a node: half for the machine, half for who looks after it",
    ground: "assumed",
    source: "prices of rented machines differ by five times",
  },
} as const satisfies Readonly<Record<string, Assumption>>;

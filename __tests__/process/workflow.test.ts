/** The runner of workflow files, on small workflows of scripts. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { WorkflowOptions, WorkflowRun } from "../support/workflow/level.ts";
import { runWorkflow } from "../support/workflow/run.ts";

const dir = await mkdtemp(join(tmpdir(), "workflow-"));
after(() => rm(dir, { recursive: true, force: true }));

const run = async (content: string, more: Partial<WorkflowOptions> = {}): Promise<WorkflowRun> =>
  await runWorkflow({
    ...{ content, machine: () => ({ dir, env: async () => ({}) }), standIns: {} },
    provider: async (path) => {
      throw new Error(`no file ${path}`);
    },
    ...more,
  });

const results = ({ jobs }: WorkflowRun): Record<string, string> =>
  Object.fromEntries(jobs.map(({ id, result }) => [id, result]));

test("outputs go from step to job to the jobs that need it, and through a matrix out of them", async () => {
  const { jobs, log, result } = await run(
    `
on: push
env: { GREETING: hello }
jobs:
  say:
    needs: plan
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.plan.outputs.matrix) }}
    runs-on: \${{ matrix.on }}
    outputs: { "said-\${{ matrix.n }}": x }
    steps:
      - run: |
          echo "$GREETING \${{ matrix.n }} on \${{ runner.os }} {braces} '\${{ 'a}}b' }}' $JOB $MATRIX"
        env: { JOB: "\${{ strategy.job-index }}/\${{ strategy.job-total }}", MATRIX: "\${{ toJSON(matrix.on) }}" }
  plan:
    runs-on: ubuntu-24.04
    outputs: { matrix: "\${{ steps.plan.outputs.matrix }}" }
    steps:
      - id: plan
        run: echo 'matrix={"include":[{"n":1,"on":"a"},{"n":2,"on":["b","c"]}]}' >>"$GITHUB_OUTPUT"
`.replace(`    outputs: { "said-\${{ matrix.n }}": x }\n`, ""),
  );
  assert.equal(result, "success", log);
  assert.deepEqual(jobs.map(({ id, matrix }) => `${id} ${matrix.n ?? ""}`.trim()).sort(), [
    "plan",
    "say 1",
    "say 2",
  ]);
  assert.match(log, /^hello 1 on Linux \{braces\} 'a\}\}b' 0\/2 "a"$/m);
  assert.match(log, /^hello 2 on Linux \{braces\} 'a\}\}b' 1\/2 \[$/m);
});

test("a failed step ends the job; always() and failure() still run; jobs after it are skipped", async () => {
  const done = await run(`
on: push
jobs:
  a:
    runs-on: x
    outputs: { o: "\${{ steps.last.outputs.o }} \${{ steps.try.outcome }} \${{ steps.try.conclusion }}" }
    steps:
      - { id: try, run: "exit 3", continue-on-error: true }
      - run: "false"
      - run: echo never
      - { id: last, if: failure(), run: "echo o=1 >>$GITHUB_OUTPUT" }
  b: { needs: a, runs-on: x, steps: [{ run: echo never }] }
  c: { needs: b, runs-on: x, steps: [{ run: echo never }] }
  d:
    needs: [a, c]
    if: always() && needs.a.outputs.o == '1 failure success' && needs.c.result == 'skipped'
    runs-on: x
    steps: [{ run: "echo ran" }]
  e: { needs: [d], runs-on: x, steps: [{ run: echo never }] }
  f: { needs: [d], if: "!cancelled() && needs.d.result == 'success'", runs-on: x, steps: [{ run: echo too }] }
`);
  assert.deepEqual(results(done), {
    a: "failure",
    b: "skipped",
    c: "skipped",
    d: "success",
    e: "skipped",
    f: "success",
  });
  assert.equal(done.result, "failure");
  assert.doesNotMatch(done.log, /never/);
});

test("fail-fast stops the other legs, fail-fast: false does not", async () => {
  const legs = (strategy: string): string => `
on: push
jobs:
  leg:
    strategy: { ${strategy} matrix: { n: [1, 2] } }
    runs-on: x
    steps:
      - run: test \${{ matrix.n }} = 2 && sleep 0.5
      - run: echo "second step of \${{ matrix.n }}"
`;
  const off = await run(legs("fail-fast: false,"));
  assert.match(off.log, /second step of 2/);
  const on = await run(legs(""));
  assert.doesNotMatch(on.log, /second step/);
  assert.equal(on.result, "failure");
});

test("a re-run does again what failed and what was skipped, with the outputs of the rest", async () => {
  const content = `
on: push
jobs:
  a:
    runs-on: x
    outputs: { n: "\${{ steps.n.outputs.n }}" }
    steps: [{ id: n, run: "echo n=$RANDOM$RANDOM >>$GITHUB_OUTPUT; echo ran a" }]
  b:
    needs: a
    strategy: { fail-fast: false, matrix: { i: [1, 2] } }
    runs-on: x
    steps: [{ run: "echo ran \${{ matrix.i }} \${{ github.run_attempt }}; test \${{ matrix.i }} = \${{ vars.BAD }} || exit 0; exit 1" }]
  c: { needs: [a, b], runs-on: x, steps: [{ run: "echo \${{ needs.a.outputs.n }}" }] }
`;
  const first = await run(content, { vars: { BAD: "2" } });
  assert.equal(first.result, "failure");
  const second = await run(content, { previous: first, github: { run_attempt: "2" } });
  assert.equal(second.result, "success", second.log);
  assert.match(second.log, /^ran 1 1$/m);
  assert.match(second.log, /^ran 2 2$/m);
  assert.match(second.log, new RegExp(`^${first.jobs[0]?.outputs.n}$`, "m"));
});

test("variables, paths, shells and folders of steps", async () => {
  const { log, result } = await run(
    `
on: push
env: { A: workflow, B: workflow }
jobs:
  a:
    runs-on: x
    env: { B: job, C: "\${{ vars.V }}/\${{ secrets.S }}" }
    steps:
      - run: |
          mkdir -p sub/bin && printf '#!/bin/sh\\necho tool' >sub/bin/tool && chmod +x sub/bin/tool
          echo D=from-file >>$GITHUB_ENV
          echo $PWD/sub/bin >>$GITHUB_PATH
          false | true
      - run: echo "$A $B $C $D $E \${{ env.E }} $(tool) $(basename $PWD)"
        env: { E: step }
        working-directory: sub
      - run: false | true
        shell: bash
        continue-on-error: true
      - run: echo "$GITHUB_REF_NAME \${{ github.actor }} $GITHUB_RUN_ATTEMPT \${{ github['run_id'] }}"
`,
    { vars: { V: "v" }, secrets: { S: "s" }, github: { run_attempt: "3", actor: "me" } },
  );
  assert.equal(result, "success", log);
  assert.match(log, /^workflow job v\/s from-file step step tool sub$/m);
  assert.match(log, /^main me 3 1$/m);
});

const called = `
on:
  workflow_call:
    inputs:
      name: { type: string, required: true }
      push: { type: boolean, default: false }
      count: { type: number }
    secrets:
      password: { required: false }
    outputs:
      said: { value: "\${{ jobs.say.outputs.said }}" }
jobs:
  say:
    runs-on: x
    permissions: { packages: write }
    outputs: { said: "\${{ steps.s.outputs.said }}" }
    steps:
      - id: s
        run: echo "said=\${{ inputs.name }}-\${{ inputs.push }}-\${{ inputs.count }}-$P" >>$GITHUB_OUTPUT
        env: { P: "\${{ secrets.password || github.token }}" }
`;

const calling = (call: string, permissions = "packages: write"): string => `
on: push
permissions: { ${permissions} }
jobs:
  call:
    uses: OWNER/anyarch/.github/workflows/called.yml@main
    ${call}
  after:
    needs: call
    runs-on: x
    permissions: {}
    steps: [{ run: "echo '\${{ needs.call.outputs.said }}'" }]
`;

const provider = async (path: string): Promise<string> => {
  assert.equal(path, ".github/workflows/called.yml");
  return called;
};

test("a called workflow gets inputs with their types, secrets, and gives outputs", async () => {
  const secrets = { PW: "pw" };
  const call =
    "with: { name: a, push: true, count: 3 }\n    secrets: { password: '${{ secrets.PW }}' }";
  const done = await run(calling(call), { provider, secrets });
  assert.match(done.log, /^a-true-3-pw$/m);
  assert.deepEqual(results(done), { "call/say": "success", after: "success" });
  assert.deepEqual(done.jobs[0]?.permissions, { packages: "write" });
  assert.deepEqual(done.jobs[1]?.permissions, {});
  const plain = await run(calling("with: { name: b }"), { provider });
  assert.match(plain.log, /^b-false-0-test-token$/m);
});

const refused = [
  {
    name: "an input that is not there",
    text: calling("with: { name: a, nmae: b }"),
    error: /nmae/,
  },
  {
    name: "an input that is needed",
    text: calling("with: { push: true }"),
    error: /name.*required|required.*name/i,
  },
  {
    name: "an input of another type",
    text: calling("with: { name: a, push: maybe }"),
    error: /boolean|push/,
  },
  {
    name: "a secret that is not there",
    text: calling("with: { name: a }\n    secrets: { x: y }"),
    error: /x/,
  },
  {
    name: "more than the caller may do",
    text: calling("with: { name: a }", "contents: read"),
    error: /packages: write/,
  },
  {
    name: "an unknown key",
    text: "on: push\njobs: { a: { runs-on: x, stepz: [] } }",
    error: /stepz/,
  },
  {
    name: "an unknown context",
    text: 'on: push\njobs: { a: { runs-on: x, steps: [{ run: "${{ foo.bar }}" }] } }',
    error: /foo/,
  },
  {
    name: "a context where it is not",
    text: "on: push\njobs: { a: { runs-on: x, if: \"secrets.x == ''\", steps: [{ run: a }] } }",
    error: /secrets/,
  },
  {
    name: "an action without a stand-in",
    text: "on: push\njobs: { a: { runs-on: x, steps: [{ uses: a/b@v1 }] } }",
    error: /no stand-in for a\/b@v1/,
  },
];

for (const { name, text, error } of refused) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(run(text, { provider }), error);
  });
}

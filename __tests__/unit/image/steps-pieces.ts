/** Pieces of progress to play to the steps: one step that starts, prints and ends. */

import type { Progress, Vertex } from "../../../src/image/build/progress.ts";

export const quiet: Progress = { vertexes: [], statuses: [], outputs: [], warnings: [] };
export const vertex = (fields: Partial<Vertex>): Vertex => ({
  digest: "a",
  name: "[1/1] RUN x",
  started: 1_000,
  completed: undefined,
  cached: false,
  error: undefined,
  inputs: [],
  ...fields,
});
export const output = (text: string | Buffer, time = 3_300): Progress => ({
  ...quiet,
  outputs: [{ vertex: "a", data: Buffer.from(text), time }],
});
export const started: Progress = { ...quiet, vertexes: [vertex({})] };
export const ended: Progress = { ...quiet, vertexes: [vertex({ completed: 5_200 })] };

/** Expands `strategy.matrix` into its jobs, by the rules of GitHub's documentation. */

import { list, type Mapping, mapping } from "./values.ts";

/** One mapping a job, in GitHub's order; without a matrix one job of an empty one. */
export function expanded(matrix: unknown): readonly Mapping[] {
  if (matrix === undefined || matrix === null) return [{}];
  const { include, exclude, ...axes } = mapping(matrix, "strategy.matrix");
  const excluded = list(exclude).map((item) => mapping(item, "exclude"));
  const crossed = product(axes).filter(
    (combination) => !excluded.some((item) => agrees(combination, item, Object.keys(item))),
  );
  return withIncluded(
    crossed,
    Object.keys(axes),
    list(include).map((item) => mapping(item, "include")),
  );
}

function product(axes: Mapping): readonly Mapping[] {
  if (Object.keys(axes).length === 0) return [];
  let combinations: readonly Mapping[] = [{}];
  for (const [name, values] of Object.entries(axes)) {
    if (!Array.isArray(values) || values.length === 0) {
      throw new Error(`Matrix vector '${name}' does not contain any values`);
    }
    combinations = combinations.flatMap((so) => values.map((value) => ({ ...so, [name]: value })));
  }
  return combinations;
}

/** What is included adds to the combinations it overwrites no axis of, or else is one more. */
function withIncluded(
  crossed: readonly Mapping[],
  axes: readonly string[],
  included: readonly Mapping[],
): readonly Mapping[] {
  const combinations = [...crossed];
  const more: Mapping[] = [];
  for (const item of included) {
    const shared = Object.keys(item).filter((key) => axes.includes(key));
    const fitting = crossed.flatMap((combination, at) =>
      agrees(combination, item, shared) ? [at] : [],
    );
    for (const at of fitting) combinations[at] = { ...combinations[at], ...item };
    if (fitting.length === 0) more.push(item);
  }
  return [...combinations, ...more];
}

function agrees(a: Mapping, b: Mapping, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

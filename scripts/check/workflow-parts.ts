/** The parts of a workflow that rules look at. */

type Mapping = Readonly<Record<string, unknown>>;

/** A workflow file, read from YAML. */
export interface Workflow {
  readonly text: string;
  readonly root: Mapping;
}

interface Job {
  readonly id: string;
  readonly body: Mapping;
  readonly steps: readonly Mapping[];
}

/** Only ever called by another workflow, whose job says what it may do. */
export function isCalledOnly(root: Mapping): boolean {
  return triggersOf(root).every((name) => name === "workflow_call");
}

export function triggersOf({ on }: Mapping): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(mapping(on));
}

export function writes(permissions: unknown): readonly string[] {
  return Object.entries(mapping(permissions)).flatMap(([name, level]) =>
    level === "write" ? [`${name}: write, for all jobs`] : [],
  );
}

export function usesOf(root: Mapping): readonly string[] {
  const all = jobsOf(root).flatMap(({ body, steps }) => [
    body.uses,
    ...steps.map(({ uses }) => uses),
  ]);
  return all.flatMap((uses) => (typeof uses === "string" ? [uses] : []));
}

export function jobsOf({ jobs }: Mapping): readonly Job[] {
  return Object.entries(mapping(jobs)).map(([id, value]) => {
    const body = mapping(value);
    return { id, body, steps: Array.isArray(body.steps) ? body.steps.map(mapping) : [] };
  });
}

export function mapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Reads a workflow file: checked by GitHub's own parser, then as what a run needs of it. */

import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";
import { parse } from "yaml";
import { list, type Mapping, mapping, text, texts } from "./values.ts";

export interface WorkflowFile {
  readonly name: string;
  /** The file's mapping, its expressions not evaluated yet. */
  readonly root: Mapping;
  readonly jobs: readonly JobFile[];
}

export interface JobFile {
  readonly id: string;
  readonly needs: readonly string[];
  /** With its status function. */
  readonly condition: string;
  readonly body: Mapping;
  readonly steps: readonly StepFile[];
}

export interface StepFile {
  /** What `steps` has it under; undefined where it has no id. */
  readonly id: string | undefined;
  readonly condition: string;
  readonly body: Mapping;
}

/** Content of the file that a job's `uses:` names; throws where there is none. */
export type Provider = (path: string) => Promise<string>;

/**
 * Parses `content`, and with it the reusable workflows it calls. Throws with every fault that
 * GitHub's parser finds: unknown keys, contexts that are not there, inputs that the callee lacks.
 */
export async function parseFile(
  name: string,
  content: string,
  provider: Provider,
): Promise<WorkflowFile> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const faults = (): readonly string[] => context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || faults().length > 0) throw new Error(faults().join("\n"));
  const files = {
    getFileContent: async (reference: { readonly path: string }) => ({
      name: reference.path,
      content: await provider(reference.path),
    }),
  };
  const depth = { fetchReusableWorkflowDepth: 1 };
  const template = await convertWorkflowTemplate(context, value, files, depth);
  if (faults().length > 0) throw new Error(faults().join("\n"));
  const root = mapping(parse(content), name);
  const bodies = mapping(root.jobs, "jobs");
  const jobs = template.jobs.map((job): JobFile => {
    const id = job.id.value;
    const body = mapping(bodies[id], `jobs.${id}`);
    const steps = list(body.steps).map((step, at) => mapping(step, `jobs.${id}.steps[${at}]`));
    const conditions = job.type === "job" ? job.steps.map(({ if: condition }) => condition) : [];
    return {
      id,
      needs: list(body.needs).map((need) => text(need, `jobs.${id}.needs`)),
      condition: job.if.expression,
      body,
      steps: steps.map((step, at) => ({
        id: step.id === undefined ? undefined : text(step.id, "id"),
        condition: conditions[at]?.expression ?? "success()",
        body: step,
      })),
    };
  });
  return { name, root, jobs };
}

/** Permission -> level; undefined where none are declared, an empty mapping for `{}`. */
export type Permissions = Readonly<Record<string, string>>;

export function permissionsOf(body: Mapping): Permissions | undefined {
  const { permissions } = body;
  if (permissions === undefined) return undefined;
  if (typeof permissions === "string") return { "*": permissions };
  return texts(permissions, "permissions");
}

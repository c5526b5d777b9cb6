/** Variables that users of docker/build-push-action set: what of them means nothing here is told. */

import { nearest } from "../nearest.ts";
import { spelledOut } from "../visible.ts";
import { goBoolean } from "./attributes.ts";
import type { BuildInputs } from "./inputs.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Those that go on working, and those that are told of below. */
const KNOWN = [
  "DOCKER_BUILD_CHECKS_ANNOTATIONS",
  "DOCKER_BUILD_SUMMARY",
  "DOCKER_BUILD_RECORD_UPLOAD",
  "DOCKER_BUILD_RECORD_RETENTION_DAYS",
  "DOCKER_BUILD_NO_SUMMARY",
  "DOCKER_BUILD_EXPORT_RETENTION_DAYS",
];

/** One sentence for each variable that asks for something which is not done, or gives no secret. */
export function variableNotices(env: Env, secrets: BuildInputs["secrets"] = []): readonly string[] {
  const is = (name: string): boolean => (env[name] ?? "") !== "";
  const record = [
    ...(goBoolean(env.DOCKER_BUILD_RECORD_UPLOAD) === true ? ["DOCKER_BUILD_RECORD_UPLOAD"] : []),
    ...["DOCKER_BUILD_RECORD_RETENTION_DAYS", "DOCKER_BUILD_EXPORT_RETENTION_DAYS"].filter(is),
  ];
  return [
    ...(record.length === 0
      ? []
      : [
          `${record.join(", ")}: no build record is uploaded as an artifact; what the run saw is in the job summary.`,
        ]),
    ...(is("DOCKER_BUILD_NO_SUMMARY")
      ? ["DOCKER_BUILD_NO_SUMMARY is no longer read; it is DOCKER_BUILD_SUMMARY: false."]
      : []),
    ...Object.keys(env).filter(is).flatMap(misspelt),
    ...secrets.flatMap((secret) =>
      secret.kind !== "env" || is(secret.env)
        ? []
        : [
            `secret-envs: the variable ${spelledOut(secret.env)} is not set or empty, so the build gets an empty secret ${secret.id}; give it by \`env\` on this step.`,
          ],
    ),
  ];
}

/** Others may have variables of the same kind; only one that is nearly a known one is a slip. */
function misspelt(name: string): string[] {
  if (!name.startsWith("DOCKER_BUILD_") || KNOWN.includes(name)) return [];
  const last = (one: string): string => one.slice("DOCKER_BUILD_".length);
  if (last(name) === "NO_DEFAULT_ATTESTATIONS") {
    return [`${name} is ignored; did you mean BUILDX_NO_DEFAULT_ATTESTATIONS?`];
  }
  const near = nearest(last(name), KNOWN.map(last));
  if (near === undefined) return [];
  return [
    `${spelledOut(name)} is not a variable of this action and is ignored; did you mean DOCKER_BUILD_${near}?`,
  ];
}

/**
 * The inputs with what buildx takes from a variable where an input is empty: the platforms of
 * `DOCKER_DEFAULT_PLATFORM`.
 */
export function withVariables(
  raw: Readonly<Record<string, string>>,
  env: Env,
): Readonly<Record<string, string>> {
  const platforms = env.DOCKER_DEFAULT_PLATFORM ?? "";
  return platforms !== "" && (raw.platforms ?? "").trim() === "" ? { ...raw, platforms } : raw;
}

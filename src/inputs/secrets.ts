/** Reads the secrets of the build; of what is wrong with one, only its id is ever shown. */

import type { FailureParts } from "../failure.ts";
import type { SecretInput } from "./inputs.ts";
import { quotedExample } from "./quoted-example.ts";
import type { InputName, InputReader } from "./reader.ts";
import { secretId, shownSecretId } from "./secret-id.ts";

/** `secrets`, then `secret-envs`, then `secret-files`; an empty value is left out with a notice. */
export function secretsFrom(reader: InputReader): readonly SecretInput[] {
  const values = reader.list("secrets", { keepSpace: true });
  const envs = reader.list("secret-envs", { commas: true });
  const files = reader.list("secret-files");
  return [
    ...read(reader, "secrets", values).map(([id, value]) => ({
      kind: "value" as const,
      id,
      value,
    })),
    ...read(reader, "secret-envs", envs).map(([id, env]) => ({ kind: "env" as const, id, env })),
    ...read(reader, "secret-files", files).map(([id, path]) => ({
      kind: "file" as const,
      id,
      path,
    })),
  ];
}

type SecretList = Extract<InputName, "secrets" | "secret-envs" | "secret-files">;

function read(
  reader: InputReader,
  name: SecretList,
  items: readonly string[],
): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  let before: string | undefined;
  for (const [index, item] of items.entries()) {
    const id = secretId(item);
    if (id !== undefined) {
      pairs.push([id, item.slice(item.indexOf("=") + 1)]);
      before = shownSecretId(item);
    } else if (isEmptySecret(item)) {
      reader.notices.push(`${name}: item ${index + 1} has no value and is left out of the build.`);
    } else {
      reader.fault(notASecret(name, index + 1, before));
    }
  }
  return pairs;
}

/**
 * `TOKEN=`: what an expression leaves where a secret is not set, as in pull requests of forks. From
 * 40 letters on it may be the last line of a cut base64 value instead.
 */
function isEmptySecret(item: string): boolean {
  return /^\s*[A-Za-z_][\w.-]{0,38}=\s*$/.test(item);
}

function notASecret(name: SecretList, number: number, before: string | undefined): FailureParts {
  const what = `Item ${number} of the input \`${name}\` is not a secret with its id.`;
  if (name !== "secrets") {
    const expected = name === "secret-envs" ? "id=VARIABLE" : "id=path";
    return { what, expected, anchor: "secrets" };
  }
  return {
    what,
    ...(before === undefined ? {} : { seen: `${before}=***, then an item without an id` }),
    expected: "id=value, the id of letters, digits, `_`, `.` and `-`",
    cause: `${before === undefined ? "a secret" : `the secret ${before}`} was probably cut by a line break`,
    fix: quotedExample(name),
    anchor: "quotes-in-lists",
  };
}

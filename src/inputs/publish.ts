/** Reads where the result goes, and refuses before the build what could not be pushed after it. */

import { goBoolean } from "./attributes.ts";
import type { OutputInput, PublishInputs } from "./inputs.ts";
import { isPushed, outputsFrom } from "./outputs.ts";
import type { InputReader } from "./reader.ts";
import { repositoryOf, tagFaults } from "./tags.ts";

export function publishFrom(reader: InputReader): PublishInputs {
  const tags = reader.list("tags", { commas: true });
  const outputs = outputsFrom(reader);
  const publish = { tags, outputs, push: reader.boolean("push"), load: reader.boolean("load") };
  for (const fault of tagFaults("tags", tags)) reader.fault(fault);
  for (const fault of tagFaults("outputs", outputs.flatMap(namesOf))) reader.fault(fault);
  const call = reader.text("call");
  if (call === undefined || call === "build") checkNames(reader, publish);
  else if (publish.push || publish.load || outputs.length > 0) {
    reader.notices.push(
      `call: ${call} asks BuildKit and builds nothing, so nothing is tested, pushed, loaded or exported.`,
    );
  }
  return publish;
}

/** The names an output gives the image itself. */
function namesOf({ attributes }: OutputInput): readonly string[] {
  const names = attributes.name?.split(",") ?? [];
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

function checkNames(reader: InputReader, publish: PublishInputs): void {
  const { tags, push, load, outputs } = publish;
  const pushed = outputs.filter((output) => isPushed(output, push));
  const byDigest = pushed.filter(({ attributes }) => goBoolean(attributes["push-by-digest"]));
  for (const output of byDigest) checkByDigest(reader, output, tags);

  const named = tags.length > 0 || outputs.some((output) => namesOf(output).length > 0);
  if ((push || pushed.length > 0) && byDigest.length === 0 && !named) noName(reader, push);
  if (!push && !load && outputs.length === 0) {
    reader.notices.push(
      "Nothing is pushed, loaded or exported: the image is built only into the cache; set `push`, `load` or `outputs` to get it.",
    );
  }
}

function noName(reader: InputReader, push: boolean): void {
  reader.fault({
    what: `${push ? "`push: true`" : "An output that pushes"} needs a name to push to, and the input \`tags\` is empty.`,
    expected: "at least one tag, or an output with name=",
    cause: "the step that makes the tags may have given none",
    fix: "tags: ghcr.io/OWNER/NAME:TAG",
    anchor: "push-without-tags",
  });
}

/** By digest there is a repository and no tag: names without one in `tags` are as good as `name=`. */
function checkByDigest(reader: InputReader, output: OutputInput, tags: readonly string[]): void {
  const [name] = namesOf(output);
  const bare = tags.every((tag) => repositoryOf(tag) === tag);
  if (bare && (name !== undefined || tags.length > 0)) return;
  const repository = repositoryOf(name ?? tags[0] ?? "ghcr.io/OWNER/NAME");
  const line = `type=image,name=${repository},push-by-digest=true,name-canonical=true,push=true`;
  reader.fault({
    what:
      tags.length > 0
        ? "The inputs `outputs` (push-by-digest=true) and `tags` cannot go together: what is pushed by digest has no tag."
        : "The input `outputs` pushes by digest without `name=`, and `tags` gives no name either.",
    seen: output.text,
    expected: "name= with the repository in `outputs`, and no `tags`",
    fix: `${tags.length > 0 ? "# without `tags:`\n" : ""}outputs: ${line}`,
    anchor: "push-by-digest",
  });
}

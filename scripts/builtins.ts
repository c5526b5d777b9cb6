/** Lets the bundle read of Node's own modules only what it uses. */

import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";
import { parseAst } from "rolldown/parseAst";

/**
 * `import … from "node:fs"` makes Node read every export of it, and with them whatever is loaded
 * when it is read: of `fs` its promises, readline and streams, of `util` the worker threads, of
 * `http` the whole of undici; 5 to 40 ms of CPU each (Node 24.21, 2 cores).
 * `process.getBuiltinModule` (Node 20.16) reads nothing but what is named.
 */
export function readBuiltins(): Plugin {
  return {
    name: "read-builtins",
    renderChunk: (code) => ({ code: withoutImports(code.replace(UNUSED, "")) }),
  };
}

/** The bundler's helpers do nothing by being loaded; a file that names none of them costs a millisecond. */
const UNUSED = /^import "\.\/(?:chunks\/)?rolldown-runtime\.js";\n/m;

type Statement = ReturnType<typeof parseAst>["body"][number];
type Import = Extract<Statement, { type: "ImportDeclaration" }>;

function withoutImports(code: string): string {
  const imports = parseAst(code).body.filter((node): node is Import => isOfNode(node));
  return imports.reduceRight(
    (text, node) => text.slice(0, node.start) + constantFor(node) + text.slice(node.end),
    code,
  );
}

function isOfNode(node: Statement): boolean {
  return node.type === "ImportDeclaration" && isBuiltin(node.source.value);
}

/** `import { a as b } from "fs"` -> `const { a: b } = process.getBuiltinModule("fs");`. */
function constantFor({ source, specifiers }: Import): string {
  const from = `process.getBuiltinModule(${JSON.stringify(source.value)});`;
  const names = specifiers.flatMap((each) =>
    each.type === "ImportSpecifier" ? [`${nameOf(each.imported)}: ${each.local.name}`] : [],
  );
  const wholes = specifiers.flatMap((each) =>
    each.type === "ImportSpecifier" ? [] : [`const ${each.local.name} = ${from}`],
  );
  return [
    ...wholes,
    ...(names.length === 0 ? [] : [`const { ${names.join(", ")} } = ${from}`]),
  ].join("\n");
}

function nameOf(imported: { readonly name: string } | { readonly value: string }): string {
  return "name" in imported ? imported.name : JSON.stringify(imported.value);
}

/** Reads what a check wants to know of one source file out of its syntax tree. */

import { parseAst } from "rolldown/parseAst";

export interface Import {
  /** As it is written. */
  readonly from: string;
  readonly typeOnly: boolean;
}

export interface SourceFacts {
  readonly lines: number;
  readonly opensWithComment: boolean;
  readonly imports: readonly Import[];
  /** Line and length, in lines, of every function. */
  readonly functions: readonly { readonly line: number; readonly length: number }[];
  /** `process`, `process.<name>` and `fetch`, where they are used. */
  readonly globals: readonly string[];
  /** Lines with an `as` that is not `as const`. */
  readonly casts: readonly number[];
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

export function factsOf(text: string): SourceFacts {
  const nodes = [...nodesIn(parseAst(text, { lang: "ts" }))];
  const lineAt = (offset: unknown): number => text.slice(0, Number(offset)).split("\n").length;
  return {
    lines: text.trimEnd().split("\n").length,
    opensWithComment: text.startsWith("/**"),
    imports: nodes.flatMap(importIn),
    functions: nodes
      .filter(({ type }) =>
        /^(Function(Declaration|Expression)|ArrowFunctionExpression)$/.test(type),
      )
      .map(({ start, end }) => ({ line: lineAt(start), length: lineAt(end) - lineAt(start) + 1 })),
    globals: nodes.flatMap(globalIn),
    casts: nodes.filter(isCast).map(({ start }) => lineAt(start)),
  };
}

/** Every node of the tree. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodesIn(child);
  } else if (typeof value === "object" && value !== null) {
    for (const child of Object.values(value)) yield* nodesIn(child);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
  );
}

function importIn(node: Node): Import[] {
  const kinds = [
    "ImportDeclaration",
    "ExportNamedDeclaration",
    "ExportAllDeclaration",
    "ImportExpression",
  ];
  if (!kinds.includes(node.type) || !isNode(node.source)) return [];
  const from = node.source.value;
  if (typeof from !== "string") return [];
  return [{ from, typeOnly: node.importKind === "type" || node.exportKind === "type" }];
}

/** `process.env` -> `process.env`; `process` alone is taken where it is an object or an argument. */
function globalIn(node: Node): string[] {
  if (node.type === "CallExpression" && nameOf(node.callee) === "fetch") return ["fetch"];
  if (node.type === "MemberExpression" && nameOf(node.object) === "process") {
    return [`process.${nameOf(node.property) ?? "[]"}`];
  }
  if (node.type === "VariableDeclarator" && nameOf(node.init) === "process") return ["process"];
  return [];
}

function nameOf(value: unknown): string | undefined {
  if (!isNode(value) || value.type !== "Identifier") return undefined;
  return typeof value.name === "string" ? value.name : undefined;
}

function isCast(node: Node): boolean {
  if (node.type === "TSTypeAssertion") return true;
  if (node.type !== "TSAsExpression" || !isNode(node.typeAnnotation)) return false;
  return nameOf(node.typeAnnotation.typeName) !== "const";
}

/** Evaluates `${{ }}` by GitHub's own package, `@actions/expressions`. */

import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { truthy } from "@actions/expressions/result";
import { isMapping, type Mapping } from "./values.ts";

/** How what came before ended, as the status functions tell it; after "skipped" none of them holds. */
export type Status = "success" | "failure" | "cancelled" | "skipped";

export interface Scope {
  /** `github`, `inputs`, `needs`, …; an expression that names another one is an error. */
  readonly contexts: Mapping;
  readonly status: Status;
}

/** Value of one expression, without its braces. Throws where GitHub would refuse it. */
function expressionValue(expression: string, scope: Scope): unknown {
  return JSON.parse(JSON.stringify(evaluate(expression, scope), data.replacer) ?? "null");
}

/** Whether an `if:` holds; `expression` has its status function already. */
export function holds(expression: string, scope: Scope): boolean {
  return truthy(evaluate(expression, scope));
}

/** `value` with every expression in it evaluated: in texts, lists and mappings. */
export function evaluated(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return textValue(value, scope);
  if (Array.isArray(value)) return value.map((item) => evaluated(item, scope));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, evaluated(item, scope)]),
  );
}

/** A text that is one expression has its value, whatever its type; in any other they become text. */
function textValue(source: string, scope: Scope): unknown {
  const parts = partsOf(source);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "expression") return expressionValue(only.text, scope);
  return parts
    .map((part) => (part.kind === "text" ? part.text : evaluate(part.text, scope).coerceString()))
    .join("");
}

interface Part {
  readonly kind: "text" | "expression";
  readonly text: string;
}

/** `a ${{ b }} c` -> text, expression, text; braces within quotes end nothing. */
function partsOf(source: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = source;
  for (let start = rest.indexOf("${{"); start >= 0; start = rest.indexOf("${{")) {
    const inner = /^(?:'[^']*'|(?!\}\})[^'])*/.exec(rest.slice(start + 3))?.[0] ?? "";
    const end = start + 3 + inner.length;
    if (!rest.startsWith("}}", end)) throw new Error(`an expression has no end: ${source}`);
    if (start > 0) parts.push({ kind: "text", text: rest.slice(0, start) });
    parts.push({ kind: "expression", text: inner.trim() });
    rest = rest.slice(end + 2);
  }
  if (rest !== "" || parts.length === 0) parts.push({ kind: "text", text: rest });
  return parts;
}

function evaluate(expression: string, scope: Scope) {
  const functions = statusFunctions(scope);
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(scope.contexts), [...functions]).parse();
  const named = new Map(functions.map((definition) => [definition.name.toLowerCase(), definition]));
  return new Evaluator(tree, contextData(scope.contexts), named).evaluate();
}

function contextData(contexts: Mapping): data.Dictionary {
  const revived: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (revived instanceof data.Dictionary) return revived;
  throw new TypeError("the contexts are no dictionary");
}

function statusFunctions({ status }: Scope): readonly FunctionDefinition[] {
  const answers = {
    success: status === "success",
    failure: status === "failure",
    cancelled: status === "cancelled",
    always: true,
  };
  return Object.entries(answers).map(([name, answer]) => ({
    ...{ name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(answer),
  }));
}

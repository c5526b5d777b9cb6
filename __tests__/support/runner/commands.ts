/**
 * Finds the command in one line of a step's output, exactly as GitHub's runner does.
 * Source: actions/runner, src/Runner.Common/ActionCommand.cs.
 */

export interface Command {
  /** In lower case; the runner does not tell cases apart. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** `::name key=value,key=value::data`, at the start of the line after any white space of .NET. */
const MODERN = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*::/u;

/** The command of `line` among the `known` ones, in either spelling; the modern one goes first. */
export function commandIn(line: string, known: ReadonlySet<string>): Command | undefined {
  return modernCommand(line, known) ?? legacyCommand(line, known);
}

function modernCommand(line: string, known: ReadonlySet<string>): Command | undefined {
  const start = MODERN.exec(line)?.[0].length;
  if (start === undefined) return undefined;
  const end = line.indexOf("::", start);
  if (end < 0) return undefined;
  const [name, rest] = headOf(line.slice(start, end));
  if (!known.has(name)) return undefined;
  const properties = propertiesOf(rest.trim(), ",", (text) =>
    unescaped(text, { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" }),
  );
  const data = unescaped(line.slice(end + 2), { "%0D": "\r", "%0A": "\n", "%25": "%" });
  return { name, properties, data };
}

/** `##[name key=value;key=value]data`, anywhere in the line. */
function legacyCommand(line: string, known: ReadonlySet<string>): Command | undefined {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  if (end < 0) return undefined;
  const [name, rest] = headOf(line.slice(start + 3, end));
  if (!known.has(name)) return undefined;
  const plain = (text: string): string =>
    unescaped(text, { "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%" });
  return { name, properties: propertiesOf(rest, ";", plain), data: plain(line.slice(end + 1)) };
}

function headOf(head: string): [name: string, rest: string] {
  const space = head.indexOf(" ");
  if (space < 0) return [head.toLowerCase(), ""];
  return [head.slice(0, space).toLowerCase(), head.slice(space + 1)];
}

function propertiesOf(
  text: string,
  separator: string,
  plain: (text: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const part of text.split(separator)) {
    const at = part.indexOf("=");
    const value = part.slice(at + 1);
    if (at > 0 && value !== "") properties[part.slice(0, at).toLowerCase()] = plain(value);
  }
  return properties;
}

/** Replaces one escape after the other in this order, as the runner does (`%25` comes last). */
function unescaped(text: string, escapes: Readonly<Record<string, string>>): string {
  return Object.entries(escapes).reduce((so, [code, token]) => so.replaceAll(code, token), text);
}

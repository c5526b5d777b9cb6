/**
 * Reads the files a step writes its outputs, state and variables to.
 * Source: actions/runner, src/Runner.Worker/FileCommandManager.cs.
 */

/**
 * `name=value` or `name<<delimiter`, value lines, `delimiter`; later lines win.
 * Throws as the runner fails the step: a line of neither form, an end that is missing. The runner
 * keeps what stands before such a line, so that is in `values` by then.
 */
export function keyValues(
  text: string,
  values: Record<string, string> = {},
): Record<string, string> {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const delimiter = line.slice(heredoc + 2);
    if (heredoc < 1 || delimiter === "") throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`);
    values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return values;
}

/** Cuts a stream of bytes into lines where .NET's StreamReader does: LF, CR LF, and a lone CR. */

import { StringDecoder } from "node:string_decoder";

export interface LineCutter {
  push(data: Buffer): void;
  /** Gives out what is left after the last line break. */
  end(): void;
}

/** Calls `onLine` for each line, without its line break. Bytes are read as UTF-8. */
export function lineCutter(onLine: (line: string) => void): LineCutter {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const cut = (text: string, last: boolean): void => {
    rest += text;
    // A CR at the very end may be the first half of a CR LF: it waits for the next piece.
    const held = !last && rest.endsWith("\r") ? "\r" : "";
    const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\r|\n/);
    rest = (lines.pop() ?? "") + held;
    for (const line of lines) onLine(line);
    if (last && rest !== "") onLine(rest);
  };
  return {
    push: (data) => cut(decoder.write(data), false),
    end: () => cut(decoder.end(), true),
  };
}

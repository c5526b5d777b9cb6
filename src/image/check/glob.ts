/** Tells whether a path of an image is one of those the user allows. */

/**
 * A test for globs over absolute paths: `*` and `?` stay inside one folder, `**` does not;
 * a folder stands for all that is in it.
 *
 *     /opt/cross        -> /opt/cross, /opt/cross/bin/ld
 *     /usr/bin/*-elf-gcc -> /usr/bin/arm-elf-gcc
 *     **\/testdata/**    -> /go/src/debug/elf/testdata/x
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.filter((glob) => glob !== "").map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function patternOf(glob: string): RegExp {
  const rooted = glob.startsWith("/") || glob.startsWith("**") ? glob : `/${glob}`;
  const source = rooted
    .replace(/\/+$/, "")
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map(piece)
    .join("");
  return new RegExp(`^${source}(?:/.*)?$`);
}

function piece(text: string): string {
  switch (text) {
    case "**/":
      return "(?:.*/)?";
    case "**":
      return ".*";
    case "*":
      return "[^/]*";
    case "?":
      return "[^/]";
    default:
      return text.replace(/[.+^$(){}|[\]\\]/g, "\\$&");
  }
}

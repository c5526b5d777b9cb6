/** Tells the compiled modules of Node and Python, which a program loads by itself. */

/** Node: `x.node`. Python: `_x.cpython-311-x86_64-linux-gnu.so`, `_x.abi3.so`. */
export function isModule(path: string): boolean {
  return /\.node$|\.(?:cpython-[^/]*|pypy[^/]*|abi3)\.so$/.test(path);
}

/** The file name of a module whose suffix says the machine; Python loads those of its own suffix only. */
const NAMED = /\.(?:cpython|pypy)[^/]*\.so$/;

export function isNamedForPython(path: string): boolean {
  return NAMED.test(path);
}

/** Whether the same module of Python is among `right`, of whatever suffix. */
export function hasTwin(path: string, right: readonly string[]): boolean {
  const module = path.replace(NAMED, ".");
  return right.some((one) => one.startsWith(module));
}

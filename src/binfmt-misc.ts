/** Where the kernel lists its handlers, and how they are taken away by hand. */

/** The handlers of this process's user namespace, if it is mounted. */
export const MISC = "/proc/sys/fs/binfmt_misc";

/** A command that removes the handlers of these names; one may end in `*`. */
export function removeCommand(names: readonly string[]): string {
  const files = names.map((name) => `${MISC}/${name}`).join(" ");
  return `for f in ${files}; do echo -1 | sudo tee "$f"; done`;
}

/** Who this process is. */

/** Whether it runs as root (of its user namespace). */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Tells contexts that BuildKit fetches from folders of this machine. */

/** Addresses, git's short forms, and `-`; source: buildx `build.go`, `urlutil`. */
export function isRemote(context: string): boolean {
  return /^(?:-$|git@|github\.com\/|[a-z][\w+.-]*:\/\/)/i.test(context);
}

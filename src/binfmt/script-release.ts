/** The part of the registrar's script that removes handlers, those too that an image registered. */

/**
 * `made` adds to each entry which registration it is: the kernel gives every one a file of its own
 * number. `release MARK` removes what that mark, gone by now, is on, where no job has another on it;
 * a handler that was registered anew under the name since is somebody else's.
 */
export const RELEASE = `made() { (cd "$misc" && stat -c '@ entry %n made %i' -- *) | grep -v '^@ entry \\(register\\|status\\) '; }
# Until this shell ends; a node without flock does without.
alone() { [ ! -r "$misc/status" ] || { exec 9<"$misc/status"; flock 9; }; }
remove() {
  if error=$({ echo -1 >"$1"; } 2>&1); then say "removed $1"
  elif [ -e "$1" ]; then say "refused $1 $error"; rc=4; fi
}
release() {
  what=\${1#*-image-}; what=\${what#*-}
  for mark in anyarch-*-image-*-"$what"; do [ ! -e "$mark" ] || return 0; done
  [ "$(stat -c %i "\${what#*-}" 2>/dev/null)" != "\${what%%-*}" ] || remove "\${what#*-}"
}
`;

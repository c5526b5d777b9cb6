/** The part of the registrar's script that registers. */

/** Exit code when no binfmt_misc of this user namespace is mounted. */
const UNMOUNTED = 3;

/** Exit code when the node has other files than this process where emulators should be. */
const NOT_NEAR = 5;

/** Exit code when what is to be registered did not come whole. */
const CUT = 6;

/** Last line of what it reads. */
export const END = ".";

/**
 * Reads what it is to do, a line each: `near MARK FILE` for an emulator of the node's own, `rule NAME
 * LINE`, and the end. So it can be started before that is known; without the end it does nothing.
 *
 * A rule must reach the kernel in one write, which `printf` gives in nearly all shells, the program of
 * that name always, and `echo` does not (some read the backslashes); `cat` tells in all of them why
 * the kernel refused.
 */
export const REGISTER = `register() {
  orders= order=
  while IFS= read -r order && [ "$order" != ${END} ]; do orders=$orders$nl$order; done
  [ "$order" = ${END} ] || exit ${CUT}
  [ -e "$misc/register" ] || { say unmounted; exit ${UNMOUNTED}; }
  entries
  # Root of another user namespace owns it; not POSIX, but dash, bash and BusyBox know it.
  [ -O "$misc/register" ] || { say inherited; exit ${UNMOUNTED}; }
  mounter
  set -f; IFS=$nl files= marks=
  for order in $orders; do case $order in near*)
    order=\${order#* } files="$files$nl\${order#* }" marks="$marks$nl\${order%% *}" ;;
  esac; done
  for file in $files; do [ -x "$file" ] && [ -r "$file" ] || exit ${NOT_NEAR}; done
  [ "$files" ] && [ "$nl$(stat -c %d:%i:%s:%Z $files)" != "$marks" ] && exit ${NOT_NEAR}
  for order in $orders; do
    case $order in rule*) ;; *) continue ;; esac
    order=\${order#* } name=\${order%% *} line=\${order#* }
    # The kernel takes a line of no bytes without a word.
    if { printf %s "$line" >"$misc/register"; } 2>/dev/null && [ -e "$misc/$name" ]; then
      say "registered $name"
    elif error=$(env printf %s "$line" | { cat >"$misc/register"; } 2>&1) && [ -e "$misc/$name" ]; then
      say "registered $name"
    # A mark that \`hold\` has set meanwhile.
    elif [ "\${name#*-image-}" != "$name" ] && [ -e "$misc/$name" ]; then say "registered $name"
    else say "refused $name $error"; rc=4; fi
  done
}
`;

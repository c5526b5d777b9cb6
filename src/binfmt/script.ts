/** The shell script of the registrar: in a container, or on this host itself. */

import { RELEASE } from "./script-release.ts";
import { SEEN } from "./script-seen.ts";

/** Where the node's binfmt_misc, and what this job brings along, are found in the container. */
export const BINFMT_MISC = "/binfmt_misc";
export const PAYLOAD = "/anyarch";

/**
 * A variable that makes QEMU refuse to run, but for an emulator with an entry point of ours: that
 * has put its own in front. A run with it shows that the CPU is in effect, not another handler.
 */
export const TOUCHSTONE = "QEMU_UNSET_ENV==";

/** Exit code of `register` when no binfmt_misc of this user namespace is mounted. */
const UNMOUNTED = 3;

/** Seconds after which `hold` lets go by itself, should its job be killed. */
const HELD = 60;

/** Exit code of `register` when the node has other files than this process where emulators should be. */
const NOT_NEAR = 5;

/** Exit code of `register` when what is to be registered did not come whole. */
const CUT = 6;

/** Last line of what `register` reads. */
export const END = ".";

/**
 * Run as `sh -c SCRIPT sh ACTION NAMES` in a container, and as `… NAMES MISC PAYLOAD` on the host, with
 * the folders that stand there for `/binfmt_misc` and `/anyarch`. NAMES are patterns of the handlers to
 * unregister, with a space between two; of `mount` the id of the run, which `mounter` tells to later ones. Plain POSIX, by the node's own shell, whichever that is;
 * each fact is one line `@ key value`. A rule must reach the kernel in one write, which `printf` gives
 * in nearly all shells, the program of that name always, and `echo` does not (some read the backslashes);
 * `cat` tells in all of them why the kernel refused.
 *
 * `register` reads what it is to do, a line each: `near MARK FILE` for an emulator of the node's own,
 * `rule NAME LINE`, and the end. So it can be started before that is known; without the end it does nothing.
 *
 * `node` runs a command in the mount namespace of the engine, which is that of the container's
 * parent, its shim; process 1 is the node's own, but may have rights that no container gets.
 *
 * `hold` is alone with the node's handlers until its container is killed: whoever registers by an
 * image, or removes what one registered, waits for it.
 */
export const SCRIPT = `
say() { printf '@ %s\\n' "$*"; }
misc=\${3:-${BINFMT_MISC}} payload=\${4:-${PAYLOAD}} here=$3
rc=0
read -r boot </proc/sys/kernel/random/boot_id; say boot "$boot"
say userns "$(readlink /proc/self/ns/user)"
${SEEN}${RELEASE}node() {
  if [ -n "$here" ]; then "$@"; return; fi
  nsenter -t $PPID -m -- "$@" || nsenter -t 1 -m -- "$@"
}
case $1 in
register)
  nl='
' orders=$(sed '/^\\${END}$/q')
  case $orders in *"$nl${END}") ;; *) exit ${CUT} ;; esac
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
    else say "refused $name $error"; rc=4; fi
  done ;;
list)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  entries
  made ;;
hold)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  alone
  entries
  made
  say held
  exec sleep ${HELD} ;;
prove)
  entries
  for file in "$payload"/probes/*; do
    seen=$([ ! -e "$payload/cpu/\${file##*/}" ] || export ${TOUCHSTONE}; "$file" 2>&1)
    say "machine \${file##*/} $seen"
    ask=$payload/ask/\${file##*/}
    case $seen in
    *'usage: qemu-'*) ask=/ ;;
    *CPU* | *ropert*)
      say "cpus \${file##*/} $(QEMU_CPU=help "$file" 2>&1 | tr '\\n' '|')" ;;
    esac
    [ ! -e "$ask" ] || say "version \${file##*/} $(QEMU_VERSION=1 "$file" 2>&1)"
  done ;;
unregister)
  cd "$misc" || exit
  case " $(echo $2)" in *-image-*) alone ;; esac
  for file in $2; do
    [ -e "$file" ] || continue
    remove "$file"
    case $file in *-image-*) release "$file" ;; esac
  done ;;
mount)
  node mount -t binfmt_misc "$2" /proc/sys/fs/binfmt_misc || rc=$? ;;
umount)
  [ -e "$misc/status" ] || exit 0
  set -- "$misc"/*
  if [ $# -le 2 ]; then node umount /proc/sys/fs/binfmt_misc || rc=$?
  else say "left $#"; fi ;;
esac
exit $rc
`;

export type Action = "list" | "hold" | "register" | "prove" | "unregister" | "mount" | "umount";

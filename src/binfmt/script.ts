/** The shell script of the registrar: in a container, or on this host itself. */

import { REGISTER } from "./script-register.ts";
import { RELEASE } from "./script-release.ts";
import { SEEN } from "./script-seen.ts";
import { WATCH } from "./script-watch.ts";

/** Where the node's binfmt_misc, and what this job brings along, are found in the container. */
export const BINFMT_MISC = "/binfmt_misc";
export const PAYLOAD = "/anyarch";

/**
 * A variable that makes QEMU refuse to run, but for an emulator with an entry point of ours: that
 * has put its own in front. A run with it shows that the CPU is in effect, not another handler.
 */
export const TOUCHSTONE = "QEMU_UNSET_ENV==";

/**
 * Run as `sh -c SCRIPT sh ACTION NAMES` in a container, and as `… NAMES MISC PAYLOAD` on the host, with
 * the folders that stand there for `/binfmt_misc` and `/anyarch`. NAMES are patterns of the handlers to
 * unregister, with a space between two; of `mount` the id of the run, which `mounter` tells to later
 * ones. Plain POSIX, by the node's own shell, whichever that is; each fact is one line `@ key value`.
 *
 * `node` runs a command in the mount namespace of the engine, which is that of the container's
 * parent, its shim; process 1 is the node's own, but may have rights that no container gets.
 *
 * `umount` leaves it where others have handlers. Those of one who registers meanwhile last as long as
 * there is another mount, and get theirs back.
 *
 * `hold` is alone with the node's handlers until its container is killed: whoever registers by an
 * image, or removes what one registered, waits for it. NAMES are what it gives to `watch`.
 */
export const SCRIPT = `
say() { printf '@ %s\\n' "$*"; }
misc=\${3:-${BINFMT_MISC}} payload=\${4:-${PAYLOAD}} here=$3
rc=0 nl='
'
read -r boot </proc/sys/kernel/random/boot_id; say boot "$boot"
say userns "$(readlink /proc/self/ns/user)"
${SEEN}${RELEASE}${WATCH}${REGISTER}node() {
  if [ -n "$here" ]; then "$@"; return; fi
  nsenter -t $PPID -m -- "$@" || nsenter -t 1 -m -- "$@"
}
# Another mount of it, in a mount namespace of its own, at $kept: a container has one anyway.
keep() {
  unshare --mount --propagation private sleep 9 >/dev/null 2>&1 & keeper=$! comm=
  while kill -0 $keeper 2>/dev/null && [ "$comm" != sleep ]; do read -r comm </proc/$keeper/comm; done
  kept=/proc/$keeper/root$misc
}
case $1 in
register) register ;;
list)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  entries
  made ;;
hold)
  [ -e "$misc/register" ] || { say unmounted; exit; }
  alone
  entries
  before="$nl$(made)$nl"
  printf '%s\\n' "$before"
  say held
  watch $2 ;;
prove)
  entries
  { read -r seen <"$misc/status" && say "status $seen"; } 2>/dev/null
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
  if [ $# -gt 2 ]; then say "left $#"; exit; fi
  source=$(mounter) kept=$misc
  [ -z "$here" ] || keep
  node umount /proc/sys/fs/binfmt_misc || rc=$?
  set -- "$kept"/*
  source=\${source##* }
  [ $rc -gt 0 ] || [ $# -le 2 ] || node mount -t binfmt_misc "\${source:-binfmt_misc}" /proc/sys/fs/binfmt_misc || rc=$?
  [ -z "$here" ] || kill $keeper 2>/dev/null ;;
esac
exit $rc
`;

export type Action = "list" | "hold" | "register" | "prove" | "unregister" | "mount" | "umount";

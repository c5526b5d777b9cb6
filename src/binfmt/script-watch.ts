/** The part of the registrar's script that marks at once what an image registers. */

/** Seconds after which `hold` lets go by itself, should its job be killed. */
const HELD = 60;

/**
 * `watch JOB IMAGE`: for a minute marks of that job go on every handler that comes, as `markName` and
 * `markLine` write them; without arguments it only waits. It is the node's own process: a job that is
 * killed while its image registers does not end it. Other than in what was `made` before
 * (`$before`), a handler there may be one that an image registered for a job of ours, by its mark.
 */
export const WATCH = `watch() {
  now=$(date +%s); end=$((now + ${HELD}))
  [ "$2" ] || exec sleep ${HELD}
  while [ "$(date +%s)" -lt $end ]; do
    made | while read -r at entry name of number; do mark "$1" "$2" "$name" "$number"; done
    sleep 0.05 2>/dev/null || sleep 1
  done
}
mark() {
  case $3 in anyarch-* | *[!A-Za-z0-9_.+-]*) return ;; esac
  case $before in *"$nl@ entry $3 made "*)
    old=\${before#*"$nl@ entry $3 made "} old=\${old%%"$nl"*}
    [ "$old" != "$4" ] || return
    case $before in *"-$old-$3 made "*) ;; *) return ;; esac ;;
  esac
  name=$1-image-$2-$4-$3
  [ -e "$misc/$name" ] || { printf %s ":$name:E::$1::/bin/false:" >"$misc/register"; } 2>/dev/null
}
`;

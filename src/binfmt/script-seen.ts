/** Of the registrar's script, what looks at a binfmt_misc: its handlers, and which run mounted it. */

/** `entries` tells every line of every handler; `mounter` the id of a run of ours, the source it mounted from. */
export const SEEN = `entries() {
  for file in "$misc"/*; do
    name=\${file##*/}
    case $name in register | status | '*') continue ;; esac
    # Another job may remove it meanwhile.
    { while read -r line; do say "entry $name $line"; done <"$file"; } 2>/dev/null
  done
}
mounter() {
  mounts=$(cat /proc/self/mountinfo)
  case $mounts in *" - binfmt_misc anyarch-"*) ;; *) return ;; esac
  mounts=\${mounts##*" - binfmt_misc "}; say "mounter \${mounts%% *}"
}
`;

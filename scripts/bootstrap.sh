#!/bin/sh
# Runs one of the repository's commands on a bare machine: npm packages first, then root if need be.
# usage: sh scripts/bootstrap.sh demo|test|bench|faults|emulators|prove-all [arguments]
set -eu
cd "$(dirname "$0")/.."
command=${1:?say demo, test, bench, faults, emulators or prove-all}
shift

if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a * 100 + b * 1 >= 2019 ? 0 : 1)' 2>/dev/null; then
  echo "error: Node.js 20.19 or newer is needed; here: $(node --version 2>/dev/null || echo none)" >&2
  exit 1
fi
# npm writes .package-lock.json last: without it, or with a newer lock file, the packages are not
# these. A linked node_modules is shared with other checkouts, and npm ci would empty it for all.
if [ -L node_modules ]; then
  echo "node_modules is a link: its packages are taken as they are"
elif [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "installing the npm packages of package-lock.json"
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi

# npm puts node_modules/.bin first in PATH, and a node in it: the scripts run on the machine's own
set -- "${npm_node_execpath:-node}" --import tsx "scripts/$command.ts" "$@"
[ "$(id -u)" = 0 ] || [ "$command" = emulators ] && exec "$@"
if ! command -v sudo >/dev/null; then
  echo "error: engines and handlers need root: run this as root, or install sudo" >&2
  exit 1
fi
echo "engines and handlers need root: going on with sudo"
exec sudo --preserve-env=CI,ANYARCH_RIG,NODE_EXTRA_CA_CERTS,HTTP_PROXY,HTTPS_PROXY,NO_PROXY,DOCKER_HOST,BENCH_PEERS,RUNNER_DEBUG env "PATH=$PATH" "$@"

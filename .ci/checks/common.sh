# shellcheck shell=bash disable=SC2034
# Sourced by the checks: starts the program on free ports, and says what failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server=

fail() {
    echo "$(basename "$0"): $*" >&2
    [ ! -f "$work/serve.log" ] || tail -30 "$work/serve.log" >&2
    exit 1
}

# start [OPTION...]: serves in $work on free ports; sets base (URL), grpc (target) and server (pid).
start() {
    : > "$work/serve.log"
    (cd "$work" && exec "$root/spillway" serve --http-port 0 --grpc-port 0 "$@") 2> "$work/serve.log" &
    server=$!
    for _ in $(seq 6000); do
        if grep -q '^ready in ' "$work/serve.log"; then
            base=$(sed -n 's#^page  *\(.*\)/$#\1#p' "$work/serve.log")
            grpc=$(sed -n 's/^grpc  *\([^ ]*\).*/\1/p' "$work/serve.log")
            return
        fi
        kill -0 "$server" 2> "$work/kill.log" || fail "the server did not start"
        sleep 0.1
    done
    fail "the server is not ready"
}

stop() {
    [ -z "$server" ] || kill "$server" 2> "$work/kill.log" || true
    [ -z "$server" ] || wait "$server" 2> "$work/kill.log" || true
    server=
}

cleanup() {
    stop
    rm -rf "$work"
}
trap cleanup EXIT

# Resident memory of the server in KiB.
rss() { awk '/^VmRSS:/ { print $2 }' "/proc/$server/status"; }

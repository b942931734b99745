# shellcheck shell=bash disable=SC2034
# Sourced by the checks: starts the program on free ports, and says what failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server=
declare -A pids=()

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
    ready serve "$server"
    base=http://$(of serve page)
    grpc=$(of serve grpc)
}

# ready NAME PID: waits until it is.
ready() {
    for _ in $(seq 6000); do
        ! grep -q '^ready in ' "$work/$1.log" || return 0
        kill -0 "$2" 2> "$work/kill.log" || lose "$1 did not start"
        sleep 0.1
    done
    lose "$1 is not ready"
}

stop() {
    [ -z "$server" ] || kill "$server" 2> "$work/kill.log" || true
    [ -z "$server" ] || wait "$server" 2> "$work/kill.log" || true
    server=
}

# run NAME COMMAND OPTION...: starts the program as one of several, in a folder of its own, and waits until it is ready.
run() {
    local name=$1
    shift
    mkdir -p "$work/$name"
    : > "$work/$name.log"
    (cd "$work/$name" && exec "$root/spillway" "$@") 2> "$work/$name.log" &
    pids[$name]=$!
    ready "$name" "${pids[$name]}"
}

# slay NAME: as a process that crashes.
slay() {
    kill -KILL "${pids[$1]}"
    wait "${pids[$1]}" 2> "$work/kill.log" || true
}

# of NAME KEY: what the banner of one of them says.
of() { sed -n "s#^$2  *\(http://\)\{0,1\}\([^ /]*\).*#\2#p" "$work/$1.log"; }

# Says what failed, and what all of them said last.
lose() {
    tail -n 20 "$work"/*.log >&2
    fail "$@"
}

cleanup() {
    stop
    [ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2> "$work/kill.log" || true
    rm -rf "$work"
}
trap cleanup EXIT

# Resident memory of the server in KiB.
rss() { awk '/^VmRSS:/ { print $2 }' "/proc/$server/status"; }

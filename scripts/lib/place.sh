# shellcheck shell=bash
# Where things go: build products into a cache outside the clone, everything else into one
# temporary folder that goes away with the script.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/wufi
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
export npm_config_cache=${npm_config_cache:-$cache/npm}
export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin

# Makes $work and has `leave` run, and $work removed, however the script ends.
make_work() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/wufi.XXXXXX")
    # Another user may pass through, for PostgreSQL; it cannot list.
    chmod 711 "$work"
    trap 'clean_up $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

clean_up() {
    trap - EXIT
    leave
    rm -rf "$work"
    exit "$1"
}

# A TCP port on which nothing listens now.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
}

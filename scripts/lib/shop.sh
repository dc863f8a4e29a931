# shellcheck shell=bash
# A demo shop, and the npm packages of whatever shops there.

server=

# npm_packages CLIENT: its packages from the cache, made there if need be; prints the folder that holds node_modules.
npm_packages() {
    local fresh packages name=${1//\//-}
    packages=${cache:?}/$name-$(cksum <"clients/$1/package-lock.json" | tr ' ' '-')
    if [ ! -d "$packages" ]; then
        # Made aside and then moved, so that nobody finds half of it.
        mkdir -p "$cache"
        fresh=$(mktemp -d "$cache/$name.XXXXXX")
        cp "clients/$1"/{package.json,package-lock.json,.npmrc} "$fresh"
        (cd "$fresh" && npm ci --loglevel=error >&2)
        mv "$fresh" "$packages"
    fi
    echo "$packages"
}

# Builds the program, unless WUFI_BIN names one; sets $wufi.
need_wufi() {
    [ -n "${WUFI_BIN:-}" ] || cargo build --locked --quiet --package wufi
    wufi=${WUFI_BIN:-$CARGO_TARGET_DIR/debug/wufi}
}

is_healthy() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r line <&3 && [[ $line == *' 200 '* ]]
}

# start_shop PROFILE: starts a demo shop in $work/PROFILE and waits until it answers; sets its address and its key.
start_shop() {
    local port tries=300
    port=$(free_port)
    export WUFI_SECURITY__PROFILE=$1
    # Every shopper of the journeys and the attacks is at this one address, and shops as fast as the machine can.
    export WUFI_LIMITS__ENFORCEMENT=off
    # Nobody watches, and shops that are open at once would want one address for it.
    export WUFI_SERVER__METRICS_LISTEN=off
    export WUFI_SERVER__LISTEN=127.0.0.1:$port WUFI_URL=http://127.0.0.1:$port
    cd "${work:?}/$1" || return
    "${wufi:?}" migrate
    "$wufi" serve --demo >"$work/server.log" 2>&1 &
    server=$!
    until (is_healthy "$port") 2>/dev/null; do
        tries=$((tries - 1))
        if [ "$tries" -eq 0 ] || ! kill -0 "$server" 2>/dev/null; then
            show_log
            give_up "the shop did not start"
        fi
        sleep 0.1
    done
    WUFI_PUBLISHABLE_KEY=$("$wufi" demo --json | node -p 'JSON.parse(fs.readFileSync(0, "utf8")).publishable_key')
    export WUFI_PUBLISHABLE_KEY
}

stop_shop() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

show_log() {
    echo "The last the server said:"
    tail -n 40 "${work:?}/server.log"
}

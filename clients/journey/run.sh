#!/usr/bin/env bash
# Starts a demo shop and has the js-sdk be its guest and its customer: unmodified in the profile made for it,
# and with the headers of a storefront's server in the strict one.
#
#   clients/journey/run.sh sqlite
#   clients/journey/run.sh postgres    needs WUFI_TEST_POSTGRES_URL, which scripts/test sets
#
# WUFI_BIN names a built program to test; without it the debug build is used.

set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/place.sh
. scripts/lib/tools.sh
. scripts/lib/postgres.sh

server=

leave() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

# Compiles the journey into $work, with its packages from the cache.
build_journey() {
    local fresh packages
    packages=${cache:?}/journey-$(cksum <clients/journey/package-lock.json | tr ' ' '-')
    if [ ! -d "$packages" ]; then
        # Made aside and then moved, so that nobody finds half of it.
        mkdir -p "$cache"
        fresh=$(mktemp -d "$cache/journey.XXXXXX")
        cp clients/journey/{package.json,package-lock.json,.npmrc} "$fresh"
        (cd "$fresh" && npm ci --loglevel=error)
        mv "$fresh" "$packages"
    fi
    mkdir "${work:?}/journey"
    cp -R clients/journey/{package.json,tsconfig.json,known-differences.json,samples,src} "$work/journey"
    ln -s "$packages/node_modules" "$work/journey/node_modules"
    (cd "$work/journey" && node_modules/.bin/tsc)
}

# new_database ENGINE PROFILE: an empty one, for the shop in that profile; prints its address.
new_database() {
    local name
    case $1 in
        sqlite)
            echo "sqlite:$work/$2/wufi.db"
            ;;
        postgres)
            name=wufi_journey_$2_$$
            "$(postgres_bin)/psql" --quiet --command="CREATE DATABASE $name" \
                "${WUFI_TEST_POSTGRES_URL:?is set by scripts/test journey}" >&2
            echo "${WUFI_TEST_POSTGRES_URL%/*}/$name"
            ;;
        *)
            give_up "usage: clients/journey/run.sh sqlite|postgres"
            ;;
    esac
}

is_healthy() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r line <&3 && [[ $line == *' 200 '* ]]
}

# start_shop PROFILE: starts the shop in its folder and waits until it answers.
start_shop() {
    local port tries=300
    port=$(free_port)
    export WUFI_SECURITY__PROFILE=$1
    export WUFI_SERVER__LISTEN=127.0.0.1:$port WUFI_URL=http://127.0.0.1:$port
    # The journey reads the letters that the shop keeps there, and follows their links.
    export WUFI_MAIL__OUTBOX=$work/$1/outbox WUFI_MAIL__STOREFRONT_URL=https://storefront.example.test/ee
    cd "$work/$1"
    "$wufi" migrate
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
}

show_log() {
    echo "The last the server said:"
    tail -n 40 "$work/server.log"
}

# journey ENGINE PROFILE TESTS: a new shop in that profile, and the npm script that shops there.
journey() {
    mkdir -m 700 "$work/$2"
    WUFI_DATABASE__URL=$(new_database "$1" "$2")
    export WUFI_DATABASE__URL
    start_shop "$2"
    WUFI_PUBLISHABLE_KEY=$("$wufi" demo --json | node -p 'JSON.parse(fs.readFileSync(0, "utf8")).publishable_key')
    export WUFI_PUBLISHABLE_KEY

    cd "$work/journey"
    npm run --silent "$3" || {
        show_log
        exit 1
    }
    leave
}

make_work
need_node
[ -n "${WUFI_BIN:-}" ] || cargo build --locked --quiet --package wufi
wufi=${WUFI_BIN:-$CARGO_TARGET_DIR/debug/wufi}
build_journey

journey "${1:-}" medusa test
journey "$1" strict test:strict

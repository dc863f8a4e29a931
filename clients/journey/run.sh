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
. scripts/lib/shop.sh

leave() {
    stop_shop
}

# Compiles the journey into $work, with its packages from the cache.
build_journey() {
    local packages
    packages=$(npm_packages journey)
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

# journey ENGINE PROFILE TESTS: a new shop in that profile, and the npm script that shops there.
journey() {
    mkdir -m 700 "$work/$2"
    WUFI_DATABASE__URL=$(new_database "$1" "$2")
    export WUFI_DATABASE__URL
    # The journey reads the letters that the shop keeps there, and follows their links.
    export WUFI_MAIL__OUTBOX=$work/$2/outbox WUFI_MAIL__STOREFRONT_URL=https://storefront.example.test/ee
    start_shop "$2"

    cd "$work/journey"
    npm run --silent "$3" || {
        show_log
        exit 1
    }
    stop_shop
}

make_work
need_node
need_wufi
build_journey

journey "${1:-}" medusa test
journey "$1" strict test:strict

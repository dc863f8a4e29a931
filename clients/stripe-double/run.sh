#!/usr/bin/env bash
# Has Stripe's own library drive the double: what it takes for Stripe, a shop may too.
#
#   clients/stripe-double/run.sh
#
# WUFI_STRIPE_DOUBLE names a built program to test; without it the debug build is used.

set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/place.sh
. scripts/lib/tools.sh
. scripts/lib/shop.sh

leave() {
    :
}

make_work
need_node
if [ -z "${WUFI_STRIPE_DOUBLE:-}" ]; then
    cargo build --locked --quiet --package wufi-stripe-double
fi
export WUFI_STRIPE_DOUBLE=${WUFI_STRIPE_DOUBLE:-$CARGO_TARGET_DIR/debug/wufi-stripe-double}

packages=$(npm_packages stripe-double/official)
cp -R clients/stripe-double/official/{package.json,src} "$work"
ln -s "$packages/node_modules" "$work/node_modules"
cd "$work"
npm run --silent test

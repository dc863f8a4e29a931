# shellcheck shell=bash
# Steps with a heading and a time. A failed step does not stop the ones after it.

passed=0
failed=0
skipped=0
failures=()

heading() {
    printf '\n=== %s ===\n' "$*"
}

# step NAME COMMAND…: runs the command and counts how it went.
step() {
    local name=$1 began=$SECONDS status=0
    shift
    heading "$name"

    # Not as a condition (`if`, `||`): within one, `set -e` has no effect.
    set +e
    (
        set -e
        "$@"
    )
    status=$?
    set -e

    if [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
        echo "--- $name: passed in $((SECONDS - began)) s"
    else
        failed=$((failed + 1))
        failures+=("$name")
        echo "--- $name: FAILED ($status) after $((SECONDS - began)) s"
    fi
}

# skip NAME REASON: counts a step that cannot be done here and need not be.
skip() {
    heading "$1"
    echo "skipped: $2"
    skipped=$((skipped + 1))
}

# The last words. Fails when a step did, or when there was none.
report() {
    local name
    heading "took $SECONDS s"
    for name in ${failures[@]+"${failures[@]}"}; do echo "FAILED: $name"; done
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

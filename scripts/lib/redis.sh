# shellcheck shell=bash
# A Redis of our own: a temporary folder, a free port, 127.0.0.1 only, nothing kept on disk.

need_redis() {
    has redis-server || apt_install redis-server
}

# Starts one and sets WUFI_TEST_REDIS_URL.
start_redis() {
    local port folder=${work:?}/redis
    need_redis
    port=$(free_port)
    mkdir -m 700 "$folder"
    redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --save '' --appendonly no \
        --daemonize yes --pidfile "$folder/pid" --logfile "$folder/server.log" >/dev/null
    export WUFI_TEST_REDIS_URL="redis://127.0.0.1:$port"
    echo "Redis listens on 127.0.0.1:$port"
}

stop_redis() {
    [ -f "$work/redis/pid" ] || return 0
    kill "$(cat "$work/redis/pid")" 2>/dev/null || true
}

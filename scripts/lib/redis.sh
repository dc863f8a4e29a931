# shellcheck shell=bash
# A Redis of our own: a temporary folder, a free port, 127.0.0.1 only, nothing kept on disk.

need_redis() {
    has redis-server || apt_install redis-server
}

# Starts one and sets WUFI_TEST_REDIS_URL.
start_redis() {
    local port
    need_redis
    port=$(free_port)
    mkdir -m 700 "${work:?}/redis"
    export WUFI_TEST_REDIS_URL="redis://127.0.0.1:$port"
    restart_redis
    echo "Redis listens on 127.0.0.1:$port"
}

# Starts it on its port, with nothing in it.
restart_redis() {
    local port=${WUFI_TEST_REDIS_URL##*:} folder=${work:?}/redis
    redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --save '' --appendonly no \
        --daemonize yes --pidfile "$folder/pid" --logfile "$folder/server.log" >/dev/null
}

stop_redis() {
    [ -f "$work/redis/pid" ] || return 0
    kill "$(cat "$work/redis/pid")" 2>/dev/null || true
}

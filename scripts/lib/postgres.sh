# shellcheck shell=bash
# A PostgreSQL of our own: a temporary folder, a free port, 127.0.0.1 and a socket in that folder only.

# The folder of the newest PostgreSQL's programs; nothing when there is none.
postgres_bin() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
    dirname "${newest:-$(command -v initdb || echo /)}" | grep -v '^/$' || true
}

need_postgres() {
    [ -n "$(postgres_bin)" ] || apt_install postgresql
    [ -n "$(postgres_bin)" ] || give_up "Please install the PostgreSQL server"
}

# PostgreSQL refuses to run as root; then it runs as its own user, or as nobody.
as_postgres() {
    local user=postgres
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
        return
    fi
    id -u postgres >/dev/null 2>&1 || user=nobody
    setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"
}

# Starts one and sets WUFI_TEST_POSTGRES_URL, the address of its superuser.
start_postgres() {
    local bin port password folder=${work:?}/postgres
    need_postgres
    bin=$(postgres_bin)
    port=$(free_port)
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

    mkdir -m 700 "$folder"
    echo "$password" >"$folder/password"
    [ "$(id -u)" -ne 0 ] || chown -R "$(as_postgres id -u):$(as_postgres id -g)" "$folder"
    (
        cd "$folder"
        as_postgres "$bin/initdb" --pgdata=data --username=postgres --pwfile=password \
            --auth=scram-sha-256 --encoding=UTF8 --no-locale >initdb.log
        as_postgres "$bin/pg_ctl" --pgdata=data --log=server.log --wait --silent start -o \
            "-p $port -k '$folder' -c listen_addresses=127.0.0.1 -c max_connections=200"
    ) || {
        cat "$folder"/*.log >&2
        give_up "PostgreSQL did not start"
    }
    export WUFI_TEST_POSTGRES_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
    echo "PostgreSQL listens on 127.0.0.1:$port"
}

# Stops it; its data goes with the folder, so it need not tidy up.
stop_postgres() {
    [ -f "$work/postgres/data/postmaster.pid" ] || return 0
    (cd "$work/postgres" && as_postgres "$(postgres_bin)/pg_ctl" --pgdata=data --mode=immediate --silent stop) || true
}

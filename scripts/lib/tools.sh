# shellcheck shell=bash
# Gets the tools that the tests need: from Debian where we may install, else by telling what to install.

has() {
    command -v "$1" >/dev/null 2>&1
}

give_up() {
    echo "$*" >&2
    exit 1
}

# Runs a command as root, where that takes no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# apt_install PACKAGE…: installs Debian packages, or says that somebody has to.
apt_install() {
    if ! has apt-get || ! as_root true 2>/dev/null; then
        give_up "Please install: $*"
    fi
    echo "Installing $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_rust() {
    has cargo || give_up "Please install Rust (rustup); rust-toolchain.toml names the version"
    has cc || apt_install gcc libc6-dev
    if ! has cargo-fmt || ! has cargo-clippy; then
        give_up "Please install: rustup component add rustfmt clippy"
    fi
}

need_nextest() {
    has cargo-nextest && return
    echo "Installing cargo-nextest (some minutes, once)"
    env -u CARGO_TARGET_DIR cargo install --locked --quiet cargo-nextest
}

need_node() {
    if ! has node || ! has npm; then apt_install nodejs npm; fi
    [ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 18 ] || give_up "Please install Node.js 18 or newer"
}

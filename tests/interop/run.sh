#!/usr/bin/env bash
# Runs sessctl against the released Python package under real Flask, on every engine.
#
#   tests/interop/run.sh [PYTEST OPTIONS]     for instance: -k purge
#
# Needs python3 >= 3.11, node with npm, cargo, and Chromium, which root gets on Debian; installs its pinned needs under
# target/interop/ and keeps them there.
#   SESSCTL_BIN=PATH                    test this binary instead of building one
#   SESSCTL_AXUM=PATH                   and this build of examples/axum.rs
#   SESSCTL_TEST_ENDPOINT=http://...    test against this endpoint only, with tables of its own; needs neither node nor npm
set -euo pipefail
set -m # The suite gets a process group of its own, so that whatever it started can be stopped with it.

absolute() { echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
[ -z "${SESSCTL_BIN:-}" ] || SESSCTL_BIN="$(absolute "$SESSCTL_BIN")"
[ -z "${SESSCTL_AXUM:-}" ] || SESSCTL_AXUM="$(absolute "$SESSCTL_AXUM")"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=tests/interop
source "$here/install.sh"
npm_prefix() {
  cp "$(dirname "$2")/package.json" "$2" "$1"
  # The prebuilt LevelDB is in its package; no script has to run.
  (cd "$1" && npm ci --silent --ignore-scripts --no-audit --no-fund)
}

install flask22 $here/requirements/flask22.txt venv
install flask31 $here/requirements/flask31.txt venv
install awscli $here/requirements/awscli.txt venv
install flask-session $here/requirements/flask-session.txt venv
install dynamodb-session-flask $here/requirements/dynamodb-session-flask.txt venv
install objects $here/requirements/objects.txt venv
install objects-older $here/requirements/objects-older.txt venv
install objects-oldest $here/requirements/objects-oldest.txt venv
if [ -z "${SESSCTL_TEST_ENDPOINT:-}" ]; then
  install moto $here/requirements/moto.txt venv
  install dynalite $here/dynalite/package-lock.json npm_prefix
  install express $here/apps/express/package-lock.json npm_prefix
fi
cargo build --quiet --locked --manifest-path $here/apps/tower/Cargo.toml --target-dir "$home/tower"
# The page of `sessctl stats` is opened in a real browser.
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing chromium." >&2
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
if [ -z "${SESSCTL_BIN:-}" ]; then
  cargo build --locked --bin sessctl
  SESSCTL_BIN="$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/debug/sessctl"
fi

if [ -z "${SESSCTL_AXUM:-}" ]; then
  cargo build --locked --features web --example axum
  SESSCTL_AXUM="$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/debug/examples/axum"
fi

export SESSCTL_BIN SESSCTL_AXUM INTEROP_HOME="$home"
suite=
trap '[ -z "$suite" ] || kill -TERM -- "-$suite" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$home/flask22/bin/python" -m pytest -c $here/pytest.ini --rootdir=$here --basetemp="$home/tmp" $here "$@" </dev/null &
suite=$!
wait "$suite"

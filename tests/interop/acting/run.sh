#!/usr/bin/env bash
# Calls of released packages that run code, start processes, open files, or connect: each is shown to act under CPython,
# and sessctl has to judge each `suspicious` or `malicious`. No list of sessctl comes from these packages.
#
#   tests/interop/acting/run.sh                           tests callables.jsonl
#   tests/interop/acting/run.sh --discover [PACKAGE...]   finds the callables of all or some packages anew
#
# Needs python3 >= 3.11 on Linux, and cargo; installs the pinned packages under target/interop/ and keeps them there.
#   SESSCTL_JUDGE=PATH   test this build of examples/judge.rs instead of building one
set -euo pipefail
[ -z "${SESSCTL_JUDGE:-}" ] || SESSCTL_JUDGE="$(realpath "$SESSCTL_JUDGE")"
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
source tests/interop/install.sh
install acting tests/interop/requirements/acting.txt venv
if [ "${1:-}" = --discover ]; then
  exec "$home/acting/bin/python" tests/interop/acting/discover.py "${@:2}"
fi
if [ -z "${SESSCTL_JUDGE:-}" ]; then
  cargo build --quiet --locked --no-default-features --example judge --target-dir target/light
  SESSCTL_JUDGE=target/light/debug/examples/judge
fi
export SESSCTL_JUDGE
exec "$home/acting/bin/python" tests/interop/acting/check.py

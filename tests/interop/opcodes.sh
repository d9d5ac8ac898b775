#!/usr/bin/env bash
# Compares sessctl with C `_pickle` on random opcodes over the types that a session may hold: sessctl must read every stream
# that CPython loads, and must judge every import of a dangerous name malicious. tests/pickle/opcodes_judge.py lists all
# checks.
#
#   tests/interop/opcodes.sh [SEED [COUNT]]     default: 20261127 100000, in about a minute for each CPython
#
# Runs the same streams under every python3.N on PATH from 3.6 on, or under PYTHON alone. Dangerous names are stubs; all
# others are imported and called in child processes. Needs cargo, unless SESSCTL_JUDGE names a build of examples/judge.rs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export PYTHONDONTWRITEBYTECODE=1
if [ -z "${SESSCTL_JUDGE:-}" ]; then
    cargo build --quiet --locked --no-default-features --example judge --target-dir target/light
fi
found=no
for python in ${PYTHON:-$(echo python3.{6..14})}; do
    # A shim may stand for a version that is not installed.
    "$python" -c '' 2>/dev/null || continue
    found=yes
    "$python" tests/pickle/opcodes_judge.py "${SESSCTL_JUDGE:-target/light/debug/examples/judge}" "$@"
done
[ "$found" = yes ] || { echo "error: needs CPython 3.6 or later as python3.N, or as PYTHON" >&2; exit 1; }

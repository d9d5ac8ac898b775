#!/usr/bin/env bash
# Compares sessctl with C `_pickle` on mutated payloads of the corpus: accepted by both with the same values, imports and
# calls, refused by both, or meant to differ (tests/pickle/mutate.py lists where, and why).
#
#   tests/interop/mutations.sh [SEED [COUNT]]     default: 20261122 30000, in about a minute
#
# Needs CPython 3.11 as python3.11, or as PYTHON, and cargo. Nothing that a payload names is imported.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
payloads="$(mktemp)"
trap 'rm -f "$payloads"' EXIT
# A bytearray that a broken payload leaves locked makes CPython complain on stderr; the outcome is in the file.
"${PYTHON:-python3.11}" tests/pickle/mutate.py "$@" >"$payloads" 2>/dev/null
SESSCTL_MUTATIONS="$payloads" cargo test --locked --test pickle mutated -- --ignored --nocapture

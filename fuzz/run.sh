#!/usr/bin/env bash
# usage: fuzz/run.sh [SECONDS [TARGET...]]
# Fuzzes each target (default: all) for SECONDS (default 60) on the stable toolchain, and prints how many inputs each has
# run. Ends with 1 when one of them finds something; the input is then below fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
targets=(base64 convert msgpack reader rewrite typed_json)
if [ $# -gt 1 ]; then
    targets=("${@:2}")
fi
version=0.13.1
if ! cargo fuzz --version 2>/dev/null | grep -q "$version"; then
    cargo install cargo-fuzz --locked --version "$version"
fi
python3 seeds.py
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
for target in "${targets[@]}"; do
    echo "== $target"
    log=$logs/$target.log
    # Without a sanitizer nothing of the nightly toolchain is needed; the crate forbids unsafe code anyway.
    cargo fuzz run --fuzz-dir . --sanitizer none "$target" -- \
        -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
        2>&1 | tee "$log" | grep -E "stat::number_of_executed_units|panicked|ERROR|SUMMARY" || true
    # The log, not grep's answer, tells whether something was found.
    if grep -qE "panicked at|ERROR: libFuzzer" "$log"; then
        tail -40 "$log" >&2
        exit 1
    fi
    grep -q "stat::number_of_executed_units" "$log"
done

#!/usr/bin/env bash
# Fuzzes each target for SECONDS (default 60) on the stable toolchain, and prints how many inputs each has run.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
version=0.13.1
if ! cargo fuzz --version 2>/dev/null | grep -q "$version"; then
    cargo install cargo-fuzz --locked --version "$version"
fi
python3 seeds.py
for target in base64 reader rewrite typed_json; do
    echo "== $target"
    # Without a sanitizer nothing of the nightly toolchain is needed; the crate forbids unsafe code anyway.
    cargo fuzz run --fuzz-dir . --sanitizer none "$target" -- \
        -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
        2>&1 | tee "target/$target.log" | grep -E "stat::number_of_executed_units|panicked|ERROR|SUMMARY" || true
    # The log, not grep's answer, tells whether something was found.
    if grep -qE "panicked at|ERROR: libFuzzer" "target/$target.log"; then
        tail -40 "target/$target.log" >&2
        exit 1
    fi
    grep -q "stat::number_of_executed_units" "target/$target.log"
done

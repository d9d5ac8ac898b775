#!/usr/bin/env bash
# Runs the commands of both pipelines, as they stand there, on the embedded engine: plan, provision, no drift; then
# somebody changes the table, and the drift is found.
#
#   examples/ci/exercise.sh [SESSCTL]     the binary; without it, the one on PATH
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
sessctl="$(command -v "${1:-sessctl}")"
sessctl="$(cd "$(dirname "$sessctl")" && pwd)/$(basename "$sessctl")"

home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
mkdir "$home/bin"
ln -s "$sessctl" "$home/bin/sessctl"
cp "$here/sessions-table.toml" "$home"
cd "$home"

# expect CODE COMMAND...: runs a command and fails when it exits with another code.
expect() {
  local expected="$1" code=0
  shift
  echo "\$ $*"
  env -i HOME="$home" PATH="$home/bin:$PATH" SESSCTL_LOCAL="$home/$pipeline.db" \
    SESSION_DYNAMODB_TABLE=shop_sessions SESSION_DYNAMODB_REGION=eu-central-1 sh -c "$*" || code=$?
  if [ "$code" -ne "$expected" ]; then
    echo "error: \`$*\` of $pipeline exits $code, not $expected" >&2
    exit 1
  fi
}

for pipeline in github-actions gitlab-ci; do
  echo "# $pipeline.yml"
  # The steps of the one are `run: COMMAND`, of the other `- COMMAND`.
  mapfile -t commands < <(sed -nE 's/^ *(run:|-) (sessctl .*)$/\2/p' "$here/$pipeline.yml")
  if [ "${#commands[@]}" -ne 3 ]; then
    echo "error: $pipeline.yml has ${#commands[@]} commands, not plan, provision and drift" >&2
    exit 1
  fi
  plan="${commands[0]}" provision="${commands[1]}" drift="${commands[2]}"
  expect 5 "$drift"
  expect 0 "$plan"
  expect 5 "$drift"
  expect 0 "$provision"
  expect 0 "$provision"
  expect 0 "$drift"
  expect 0 sessctl init-table --no-deletion-protection --tag owner=nobody
  expect 5 "$drift"
  expect 0 "$provision"
  expect 0 "$drift"
done
echo "Both pipelines do what they say."

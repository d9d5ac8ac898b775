#!/usr/bin/env bash
# Writes tests/pickle/data/libraries.jsonl: values of released libraries, pickled into sessions by CPython.
#
#   tests/libraries/run.sh
#
# Needs CPython 3.11 as python3.11 and CPython 2.7, 3.6, 3.8, 3.12 and 3.13, named in PYTHONS or under ~/.pyenv.
# Installs the pinned libraries under target/libraries/ and keeps them there. Takes about a minute after that.
# `cargo test --test pickle libraries` judges what it wrote; nothing here runs during `cargo test`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=tests/libraries
home="$PWD/target/libraries"
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 TZ=UTC LC_ALL=C.UTF-8 PIP_DISABLE_PIP_VERSION_CHECK=1

# python VERSION: the interpreter of that version.
python() {
  local found
  for found in ${PYTHONS:-} "$HOME"/.pyenv/versions/"$1".*/bin/python "$(command -v "python$1" || true)"; do
    if [ -x "$found" ] && [ "$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ]; then
      echo "$found"
      return
    fi
  done
  echo "error: needs CPython $1; name it in PYTHONS" >&2
  return 1
}

# install NAME PYTHON: installs requirements/NAME.txt as target/libraries/NAME unless that was done for the same pins.
install() {
  local dir="$home/$1" pins="$here/requirements/$1.txt" hash
  hash="$({ "$2" --version 2>&1; cat "$pins"; } | cksum)"
  [ "$(cat "$dir/.pins" 2>/dev/null)" = "$hash" ] && return
  echo "Installing $pins." >&2
  rm -rf "$dir"
  mkdir -p "$dir"
  # Without a virtual environment, which Python 2.7 cannot make.
  "$2" -m pip install --quiet --no-deps --target "$dir" --requirement "$pins"
  echo "$hash" >"$dir/.pins"
}

# write NAME PYTHON MODULE...: the samples of the modules with the libraries of target/libraries/NAME.
write() {
  echo "Writing with $1." >&2
  PYTHONPATH="$home/$1" "$2" $here/write.py "${@:3}" >"$home/$1.jsonl"
}

for version in 2.7 3.6 3.8 3.11 3.12 3.13; do
  python "$version" >/dev/null
done
install current "$(python 3.11)"
install older "$(python 3.11)"
install python2.7 "$(python 2.7)"

write current "$(python 3.11)" web times structures records python
write older "$(python 3.11)" web times structures records
write python2.7 "$(python 2.7)" older_python
for version in 3.6 3.8 3.11 3.12 3.13; do
  write "python$version" "$(python "$version")" older_python
done
# In a process of its own: both modules declare classes of the same names.
write python3.13-more "$(python 3.13)" python

files=()
for name in current older python2.7 python3.6 python3.8 python3.11 python3.12 python3.13 python3.13-more; do
  files+=("$home/$name.jsonl")
done
"$(python 3.11)" $here/merge.py "${files[@]}" >"$home/merged.jsonl"
mv "$home/merged.jsonl" tests/pickle/data/libraries.jsonl

# Installs pinned packages under target/interop/ and keeps them there. Source it from the root of the repository.
home="$PWD/target/interop"
python=python3
export PYTHONDONTWRITEBYTECODE=1
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: needs python3 >= 3.11" >&2; exit 1; }

# install NAME PINS COMMAND...: runs the command for target/interop/NAME unless that was done for the same pins.
install() {
  local dir="$home/$1" pins="$2"
  local hash; hash="$({ "$python" -VV; cat "$pins"; } | cksum)"
  [ "$(cat "$dir/.pins" 2>/dev/null)" = "$hash" ] && return
  echo "Installing $pins." >&2
  rm -rf "$dir"
  mkdir -p "$dir"
  "$3" "$dir" "$pins"
  echo "$hash" >"$dir/.pins"
}
venv() {
  "$python" -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$2"
  "$1/bin/pip" check >/dev/null
}

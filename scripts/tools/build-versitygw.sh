#!/usr/bin/env bash
# An S3 server over a folder, for tests on machines without one: built once, outside the repository. Prints where it is.
set -euo pipefail
version=1.0.14
package=github.com/versity/versitygw/cmd/versitygw
folder="${PARLEY_TOOLS_DIR:-$HOME/.cache/parley-tools}/versitygw-$version"
if [ ! -x "$folder/versitygw" ]; then
  mkdir -p "$folder/source"
  cd "$folder/source"
  [ -f go.mod ] || go mod init tools/versitygw >&2
  go get "$package@v$version" >&2
  GOMAXPROCS=1 nice -n 19 go build -trimpath -o "$folder/versitygw.part" "$package" >&2
  mv "$folder/versitygw.part" "$folder/versitygw"
fi
echo "$folder/versitygw"

#!/usr/bin/env bash
# Builds a command of a Go module, pinned, outside the repository, and prints where it is. Does nothing when it is there.
# Usage: build-go-tool.sh NAME PACKAGE VERSION [SOURCE], where SOURCE is a program of ours that uses the package.
set -euo pipefail
name=$1 package=$2 version=$3 source=${4:-}
folder="${PARLEY_TOOLS_DIR:-$HOME/.cache/parley-tools}/$name-$version"
if [ ! -x "$folder/$name" ] || { [ -n "$source" ] && [ "$source" -nt "$folder/$name" ]; }; then
  mkdir -p "$folder/source"
  if [ -n "$source" ]; then cp "$source" "$folder/source/main.go"; fi
  cd "$folder/source"
  [ -f go.mod ] || go mod init "tools/$name" >&2
  go get "$package@v$version" >&2
  GOMAXPROCS=1 nice -n 19 go build -trimpath -o "$folder/$name.part" "$([ -n "$source" ] && echo . || echo "$package")" >&2
  mv "$folder/$name.part" "$folder/$name"
fi
echo "$folder/$name"

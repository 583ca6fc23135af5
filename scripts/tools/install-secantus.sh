#!/usr/bin/env bash
# A stand-in that speaks MongoDB's protocol, for tests on machines without mongod: kept outside the repository.
set -euo pipefail
tools="${PARLEY_TOOLS_DIR:-$HOME/.cache/parley-tools}"
[ -x "$tools/secantus/bin/secantusd-py" ] && exit 0
mkdir -p "$tools"
python3 -m venv "$tools/secantus"
"$tools/secantus/bin/pip" install --quiet --disable-pip-version-check secantusdb==0.7.0b3

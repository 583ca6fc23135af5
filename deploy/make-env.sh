#!/bin/sh
# Writes the .env that the profile "scale" of compose.yaml needs, with secrets made here and now. Never writes over one.
# Usage: make-env.sh NAME, such as chat.example.org, or localhost for a trial.
set -eu
name=${1:?usage: make-env.sh chat.example.org}
cd "$(dirname "$0")/.."
[ ! -e .env ] || { echo '.env exists already; it is left as it is.' >&2; exit 1; }
secret() { openssl rand -hex "$1"; }

umask 077
cat > .env.part <<END
COMPOSE_PROFILES=scale
DOMAIN_SERVER=https://$name
ALLOW_INSECURE_HTTP=false
TRUST_PROXY=1
# Signs sessions. Changed, everybody signs in again.
JWT_SECRET=$(secret 32)
# Encrypts the keys people entered. Lost, they enter them again: keep a copy.
CREDS_KEY=$(secret 32)
MONGO_ROOT_PASSWORD=$(secret 24)
MONGO_PASSWORD=$(secret 24)
MONGO_KEY=$(secret 48)
REDIS_PASSWORD=$(secret 24)
END
mv .env.part .env
echo 'Wrote .env; docker compose up -d starts MongoDB, Redis, two nodes and a proxy.'

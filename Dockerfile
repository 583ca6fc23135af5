# The image of Parley. Build: docker build --tag parley .   Run: compose.yaml, or docs/guides/deploy.md.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY .npmrc package.json package-lock.json ./
COPY packages/contracts/package.json packages/contracts/
COPY packages/chat-core/package.json packages/chat-core/
COPY packages/test-kit/package.json packages/test-kit/
COPY api/package.json api/
COPY client/package.json client/
# No dependency has an install script; without the switch npm would compile SQLite, which comes built, because its sources lie beside it.
RUN npm ci --include=dev --include=optional --ignore-scripts
COPY tsconfig.base.json ./
COPY packages packages
COPY api api
COPY client client
COPY scripts/tools scripts/tools
COPY LICENSE ./
RUN npm run build --workspace @parley/api \
 && npm run build --workspace @parley/client \
 && node scripts/tools/sbom.mjs > sbom.json \
 && node scripts/tools/notices.mjs < sbom.json > NOTICES

# What runs: the two bundles, and the compiled parts beside them, for this system alone.
RUN mkdir -p /app/node_modules/@node-rs /app/api /app/client \
 && cp -r node_modules/better-sqlite3 /app/node_modules/ \
 && cp -r node_modules/@node-rs/argon2* /app/node_modules/@node-rs/ \
 && cp -r api/dist api/package.json /app/api/ \
 && cp -r client/dist /app/client/ \
 && cp package.json sbom.json NOTICES LICENSE /app/ \
 && sh scripts/tools/slim.sh /app

FROM ${BASE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="A self-hosted chat application for every AI model" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3080 \
    DATA_DIR=/data \
    TMPDIR=/tmp
RUN mkdir /data /files && chown 1000:1000 /data /files
COPY --chmod=755 deploy/image/parley /usr/local/bin/parley
COPY --from=build /app /app
WORKDIR /app
USER 1000:1000
VOLUME /data
EXPOSE 3080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "api/dist/main.js"]

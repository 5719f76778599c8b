# The embedded engines are optional dependencies: the compiler needs their types, the image never runs them, because in
# a container the addresses are always given. The last stage holds no compiler, no source and no secret.

FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY migrations ./migrations
RUN npm run build

FROM node:22-bookworm-slim AS dependencies
# `roaring` brings a binary for most machines and compiles itself on the others.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/var/lib/valuegraph
# A new volume mounted here takes over this folder's owner, so that the process can write to it.
RUN mkdir -p /var/lib/valuegraph && chown node:node /var/lib/valuegraph
WORKDIR /app
COPY package.json ./
# ClickHouse migrations are SQL texts, which the compiler does not copy.
COPY migrations ./migrations
COPY --from=dependencies /dependencies/node_modules ./node_modules
COPY --from=build /build/dist ./dist
USER node
EXPOSE 4000
# No shell in between: SIGTERM reaches the process, which drains.
CMD ["node", "dist/src/main.js", "serve"]

# The worker: polls for workflows and gates of one repository. Gates need the tools of that repository:
# build an image FROM this one that adds them.
FROM node:22.20.0-bookworm-slim AS build
WORKDIR /sluice
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --include=dev --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --no-save

FROM node:22.20.0-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /sluice
COPY --from=build /sluice/package.json ./
COPY --from=build /sluice/bin bin
COPY --from=build /sluice/dist dist
COPY --from=build /sluice/node_modules node_modules
ENV NODE_ENV=production
USER node
CMD ["node", "dist/worker/main.js"]

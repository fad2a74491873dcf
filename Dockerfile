# confbot and an Asterisk to try it with, as compose.yaml runs them. The release of Debian is one that has a package of Asterisk.
FROM node:24-slim AS node
FROM debian:forky-slim
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends asterisk asterisk-core-sounds-en-wav ca-certificates libstdc++6 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local /usr/local
WORKDIR /confbot
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
CMD ["npm", "start"]

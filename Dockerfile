# The site and the job process in one image; compose.yaml starts both. For people without Docker: npm run demo.

FROM node:24-bookworm-slim AS build
WORKDIR /srv/jiedui
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
# Of the font of receipts only Regular and Bold are used; the other seven weights are 75 MB.
RUN npm run build && npm prune --omit=dev \
  && find node_modules/@expo-google-fonts/noto-sans-sc -mindepth 1 -maxdepth 1 -type d ! -name 400Regular ! -name 700Bold -exec rm -r {} +

FROM node:24-bookworm-slim
ENV NODE_ENV=production JIEDUI_MODE=production HOST=0.0.0.0 PORT=3000 FILES_DIR=/var/lib/jiedui/files TZ=UTC
WORKDIR /srv/jiedui
# Uploaded files are the only thing the process may write; the program itself belongs to root.
RUN install -d -o node -g node /var/lib/jiedui/files
COPY --from=build /srv/jiedui ./
USER node
VOLUME /var/lib/jiedui/files
EXPOSE 3000
# Ready means: a real transaction in the database worked and the outbox does not lag.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so that SIGTERM reaches it and requests under way are finished.
CMD ["node", "--enable-source-maps", "build/processes/server.js"]

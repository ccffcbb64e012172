import { register } from "tsx/esm/api";

// A worker thread does not inherit what lets the site run TypeScript: it is asked for here, before the first line of it.
register();
await import("./staging-worker.server.ts");

import { defineConfig } from "vitest/config";

// The Remix plugin stays out: it expects a dev server, and tests call routes as plain functions.
export default defineConfig({
  test: {
    // Local defaults are enough for tests: no `.env` of a developer may change a result.
    env: { NODE_ENV: "test", TZ: "UTC" },
    // Files share a process and its modules (a process of its own each doubled the time): no module keeps anything a test could change.
    isolate: false,
    // By itself vitest leaves a core free; these files wait for PostgreSQL a good part of their time.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        // Generous: a machine with other work must not decide a test.
        test: { name: "unit", include: ["{app,db,search,emails,scripts}/**/*.test.{ts,tsx}"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/{integration,routes,contract}/**/*.test.{ts,tsx}", "tests/architecture.test.ts"],
          globalSetup: ["tests/setup/postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

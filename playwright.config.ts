import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: ".cache/playwright",
  // Starts PostgreSQL, the stand-ins, the job process and the built site on free ports, and tells their addresses in the environment.
  globalSetup: "./tests/setup/e2e-site.ts",
  // The stories share one site and one database, as people do; two at once find what a single one would hide.
  workers: 2,
  // A test that passes the second time has found something: no second time.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/test-results/playwright.json" }]],
  use: {
    baseURL: process.env.E2E_SITE_URL,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});

import { writeFileSync } from "node:fs";
import postgres from "postgres";

const dayMs = 86_400_000;

export type E2eSite = {
  siteUrl: string;
  stripeUrl: string;
  mailUrl: string;
  databaseUrl: string;
  clockOffsetFile: string;
};

/** Addresses of the platform that `tests/setup/e2e-site.ts` has started. @throws Error outside of a Playwright run */
export function e2eSite(): E2eSite {
  return {
    siteUrl: read("E2E_SITE_URL"),
    stripeUrl: read("E2E_STRIPE_URL"),
    mailUrl: read("E2E_MAIL_URL"),
    databaseUrl: read("E2E_DATABASE_URL"),
    clockOffsetFile: read("E2E_CLOCK_OFFSET_FILE"),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run the browser tests with npm test`);
  return value;
}

/**
 * Moves the clock of every process so that it shows the real time plus whole days. It is shared by all tests: only ever move it forward,
 * and keep tests that need it in one file.
 */
export function moveClockDays(days: number): void {
  writeFileSync(e2eSite().clockOffsetFile, String(days * dayMs));
}

/** A connection to the site's database, for what no page shows (balanced entries, nothing stored). Close it in `afterAll`. */
export function connectToSiteDatabase(): postgres.Sql {
  return postgres(e2eSite().databaseUrl, { max: 2, onnotice: () => {} });
}

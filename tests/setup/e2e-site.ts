import { createRunning } from "#scripts/running.ts";
import { startTemporarySite } from "#scripts/temporary-site.ts";

/**
 * Starts the whole platform for the browser tests and tells its addresses in the environment; `tests/setup/e2e.ts` reads them.
 * @returns the function Playwright calls at the end of the run
 */
export default async function setup(): Promise<() => Promise<void>> {
  const running = createRunning("Ending the browser tests ...", 130);
  try {
    const site = await startTemporarySite(running);
    process.env.E2E_SITE_URL = site.site;
    process.env.E2E_STRIPE_URL = site.stripe ?? "";
    process.env.E2E_MAIL_URL = site.mailPage ?? "";
    process.env.E2E_DATABASE_URL = site.databaseUrl;
    process.env.E2E_CLOCK_OFFSET_FILE = site.clockOffsetFile;
  } catch (failure) {
    await running.endAll();
    throw failure;
  }
  return () => running.endAll();
}

import { describeFailure } from "#scripts/clear-error.ts";
import { showProgress } from "#scripts/progress.mjs";
import { createRunning } from "#scripts/running.ts";
import { startTemporarySite } from "#scripts/temporary-site.ts";

/** Builds the site, starts everything, waits until `/readyz` answers, and ends everything. For `.ci/run`. */
const running = createRunning("Ending the check ...", 130);
showProgress("Starting the built site", () => startTemporarySite(running))
  .then(({ site }) => {
    console.log(`${site}/readyz answered on Node ${process.version}.`);
    return running.finish(0);
  })
  .catch((failure) => running.finish(1, describeFailure(failure)));

import { readEnv } from "#app/env.server.ts";
import { outboxLag } from "#app/jobs/drain-outbox.server.ts";
import { runJobs, runLongJobs } from "#app/jobs/run-jobs.server.ts";
import { createServices } from "#app/services.server.ts";
import { describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

const heartbeatMs = 60_000;
const drainLimitMs = 10_000;

/**
 * The job process: drains the outbox and sends the mails until it is asked to end. Several may run; one works, the others stand by.
 * It waits for a database that is away. A bug nobody caught ends the process, and whoever supervises it starts a new one (H2): a half-alive
 * worker helps nobody.
 */
async function main(stopping: AbortSignal): Promise<void> {
  loadEnvFile();
  const services = createServices(readEnv(), { applicationName: "jiedui-worker" });
  const heartbeat = setInterval(() => {
    outboxLag(services).then(
      (lag) => log("info", { message: "heartbeat", ...lag }),
      (failure: unknown) => log("error", { message: `no heartbeat: ${describeFailure(failure)}` }),
    );
  }, heartbeatMs);
  log("info", { message: "worker started" });
  await Promise.all([runJobs(services, stopping), runLongJobs(services, stopping)]);
  clearInterval(heartbeat);
  await services.close();
  log("info", { message: "worker ended" });
}

function log(level: "info" | "error", fields: Record<string, unknown>): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), level, part: "worker", ...fields }));
}

function fail(failure: unknown): never {
  log("error", { message: describeFailure(failure) });
  process.exit(1);
}

const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    stopping.abort();
    // What is under way may finish; what is not done by then is done by the next start, for every job may be repeated.
    setTimeout(() => fail(new Error(`the last round did not finish within ${drainLimitMs} ms`)), drainLimitMs).unref();
  });
}
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
main(stopping.signal).catch(fail);

import { pathToFileURL } from "node:url";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { seedDemo } from "#db/seed/seed-demo.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";
import { reindex } from "#search/reindex.server.ts";

export type SeedSettings = {
  databaseUrl: string;
  filesFolder: string;
  progress: (message: string) => void;
};

/**
 * Fills a migrated database with the demo story; one that has it already is left alone.
 * @returns whether it was filled now
 * @throws ClearError in production: made-up people must never stand beside real ones
 */
export async function seedDatabase({ databaseUrl, filesFolder, progress }: SeedSettings): Promise<boolean> {
  const env = readEnv({ ...process.env, DATABASE_URL: databaseUrl, FILES_DIR: filesFolder });
  if (env.mode === "production") throw new ClearError("The demo story is not for production.");
  const services = createServices(env, { applicationName: "jiedui-seed", isOwner: true });
  try {
    const wasFilled = await seedDemo(services, { now: services.clock.now(), progress });
    // The story is written without the events that would index it.
    if (wasFilled) await reindex(services.db, services.search);
    return wasFilled;
  } finally {
    await services.close();
  }
}

async function main(): Promise<void> {
  loadEnvFile();
  const env = readEnv();
  const wasFilled = await seedDatabase({
    databaseUrl: env.databaseUrl,
    filesFolder: env.filesDirectory,
    progress: (message) => console.log(`  ${message}`),
  });
  console.log(wasFilled ? "The demo story is in the database." : "The database has the demo story already.");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}

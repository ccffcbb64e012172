import { pathToFileURL } from "node:url";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";

export async function seedDatabase(_url: string, _options: { filesFolder: string }): Promise<void> {}

async function main(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === "") throw new ClearError("Set DATABASE_URL to the database that is to be filled.");
  await seedDatabase(url, { filesFolder: ".data/files" });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}

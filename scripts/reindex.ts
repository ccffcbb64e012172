import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { reindex } from "#search/reindex.server.ts";

const services = createServices(readEnv(), { applicationName: "jiedui-reindex" });
try {
  for (const [noun, count] of Object.entries(await reindex(services.db, services.search))) {
    console.log(`${noun}: ${count} documents`);
  }
} finally {
  await services.close();
}

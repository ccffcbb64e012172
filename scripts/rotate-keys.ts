import { parseArgs } from "node:util";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { countByKey, listSealedColumns, rotateFieldKeys } from "#db/field-keys.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

/**
 * `npm run keys:rotate`: brings every sealed field under the first key of FIELD_KEYS while the site runs; `-- --count` only counts. It may be
 * killed and begun again. When an old key's count is 0, take the key out of FIELD_KEYS.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: "boolean", default: false }, batch: { type: "string", default: "500" } },
  });
  const batchSize = Number(values.batch);
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 5_000)
    throw new ClearError("--batch takes 1 to 5000.");
  loadEnvFile();
  const services = createServices(readEnv(), { applicationName: "jiedui-rotate-keys" });
  const { db, sealer } = services;
  try {
    if (!values.count) {
      for await (const { table, column, done } of rotateFieldKeys({ db, sealer }, { batchSize })) {
        console.log(`${table}.${column}: ${done} under ${sealer.currentKeyId}`);
      }
    }
    const counts = await countByKey(db, await listSealedColumns(db));
    for (const [keyId, count] of [...counts].sort()) console.log(`key ${keyId}: ${count}`);
  } finally {
    await services.close();
  }
}

main().catch((failure: unknown) => {
  // A failed statement quotes the values it was to write: only its cause is told.
  const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
  console.error(describeFailure(cause));
  process.exitCode = 1;
});

import { pathToFileURL } from "node:url";
import { fenToDecimal } from "#app/domain/money.ts";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

/** Prints every check with what it found; returns whether all of them hold. */
export async function verifyLedger(databaseUrl: string, print: (line: string) => void): Promise<boolean> {
  const services = createServices(readEnv({ ...process.env, DATABASE_URL: databaseUrl }), {
    applicationName: "jiedui-ledger-verify",
  });
  try {
    const results = await runChecks(services.db);
    for (const { name, examined, findings } of results) {
      print(`${findings.length === 0 ? "holds" : "OFF  "}  ${name}  (${examined} compared)`);
      for (const { subject, expectedFen, actualFen } of findings) {
        print(`         ${subject}: should be ${fenToDecimal(expectedFen)}, is ${fenToDecimal(actualFen)}`);
      }
    }
    return results.every((result) => result.findings.length === 0);
  } finally {
    await services.close();
  }
}

async function main(): Promise<void> {
  loadEnvFile();
  if (!(await verifyLedger(readEnv().databaseUrl, console.log))) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}

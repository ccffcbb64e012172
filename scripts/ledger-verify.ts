import { pathToFileURL } from "node:url";
import { fenToDecimal } from "#app/domain/money.ts";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import { checkChain, describeChainFinding } from "#db/checks/chain-check.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { isDatabaseTrouble } from "#db/database-trouble.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile, readVariable } from "#scripts/load-env-file.ts";

/** Prints every check with what it found, and walks the hash chain against the live rows; returns whether all of them hold. */
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
    const chain = await checkChain(services.db);
    print(`${chain.findings.length === 0 ? "holds" : "OFF  "}  hash_chain  (${chain.examined} compared)`);
    for (const finding of chain.findings) print(`         ${describeChainFinding(finding)}`);
    return [...results, chain].every((result) => result.findings.length === 0);
  } finally {
    await services.close();
  }
}

async function main(): Promise<void> {
  loadEnvFile();
  const databaseUrl = readVariable("DATABASE_URL");
  if (databaseUrl === undefined) {
    throw new ClearError(
      "Set DATABASE_URL to the database whose ledger is to be checked; npm run demo prints its own.",
    );
  }
  const holds = await verifyLedger(databaseUrl, console.log).catch((failure: unknown) => {
    if (isDatabaseTrouble(failure)) throw new ClearError("The database of DATABASE_URL cannot be reached: start it.");
    throw failure;
  });
  if (!holds) process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}

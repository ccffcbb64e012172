import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { staffRoles, systemActor } from "#app/domain/actor.ts";
import { email } from "#app/domain/form-fields.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { fitsPlace } from "#app/domain/roles/role.ts";
import { writeGrant } from "#app/domain/roles/write-grant.server.ts";
import { readEnv } from "#app/env.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

type Options = { address: string; role: string; regionCode: string; name: string };

/**
 * `npm run roles:give -- EMAIL --role platform_admin [--region CODE] [--name NAME]`: how an installation gets its first administrators, of the whole
 * country without `--region`. Afterwards roles are given at `/staff/roles`. The worker mails the link to a password; the step is in the hash chain.
 */
export async function runGiveRole(
  { db, sealer, clock }: Pick<Services, "db" | "sealer" | "clock">,
  { address, role: roleName, regionCode, name }: Options,
): Promise<{ grantId: string }> {
  const person = email().safeParse(address);
  if (!person.success) throw new ClearError(`${address} is no e-mail address.`);
  const role = staffRoles.find((one) => one === roleName);
  if (role === undefined) throw new ClearError(`--role is one of ${staffRoles.join(", ")}.`);
  if ((regionCode !== "" && !isRegionCode(regionCode)) || !fitsPlace({ role, regionCode })) {
    throw new ClearError(`There is no ${role} of ${regionCode === "" ? "the whole country" : regionCode}.`);
  }
  const people = { email: person.data, displayName: name === "" ? person.data : name, givenBy: null, approvedBy: null };
  const grant = { role, regionCode, validTo: null, reason: "operator", ...people };
  const written = await db.transaction((tx) => writeGrant(tx, sealer, grant, systemActor, clock.now()));
  if (!written.ok) throw new ClearError(`Not given: ${written.code}.`);
  return written.value;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      role: { type: "string", default: "" },
      region: { type: "string", default: "" },
      name: { type: "string", default: "" },
    },
  });
  const [address] = positionals;
  if (address === undefined) throw new ClearError("Usage: npm run roles:give -- EMAIL --role ROLE [--region CODE]");
  loadEnvFile();
  const services = createServices(readEnv(), { applicationName: "jiedui-roles", isOwner: true });
  try {
    await runGiveRole(services, { address, role: values.role, regionCode: values.region, name: values.name });
    console.log(`${values.role} given to ${address}.`);
  } finally {
    await services.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}

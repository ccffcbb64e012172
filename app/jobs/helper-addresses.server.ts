import { listMemberAddresses } from "#app/domain/organizations/organization-queries.server.ts";
import { getPersonAddress } from "#app/domain/pairings/pairing-queries.server.ts";
import type { Services } from "#app/services.server.ts";

type Helper = { organizationId: string | null; userId: string | null };

/** Where to write to a helper: the person, or every member of the organization. */
export async function listHelperAddresses({ db }: Pick<Services, "db">, { organizationId, userId }: Helper) {
  if (organizationId !== null) return listMemberAddresses(db, { organizationId });
  const person = userId === null ? null : await getPersonAddress(db, { userId });
  return person === null ? [] : [person];
}

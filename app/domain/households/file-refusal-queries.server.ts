import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { householdSignatures } from "#db/schema/household-files.server.ts";
import { households } from "#db/schema/households.server.ts";
import { standingHouseholdStates } from "./household.ts";

export type FileRefusal = "file_not_active" | "file_signature_missing";

/** What keeps a need of this household from the public: its file is not in force, or nobody has signed the file's version (S5, S8). */
export async function fileRefusalOf(db: DbOrTx, householdId: string): Promise<FileRefusal | null> {
  const [file] = await db
    .select({ state: households.state, signatureId: householdSignatures.id })
    .from(households)
    .leftJoin(
      householdSignatures,
      and(eq(householdSignatures.householdId, households.id), eq(householdSignatures.version, households.version)),
    )
    .where(eq(households.id, householdId));
  if (!standingHouseholdStates.some((state) => state === file?.state)) return "file_not_active";
  return file?.signatureId ? null : "file_signature_missing";
}

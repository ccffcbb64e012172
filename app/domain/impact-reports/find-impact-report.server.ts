import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";

/** The report if it lies in a subtree where the actor holds one of the roles; null otherwise (S31). */
export async function findImpactReport(
  db: DbOrTx,
  { reportId, actor, roles }: { reportId: string; actor: Actor; roles: readonly StaffRole[] },
) {
  if (!isId(reportId)) return null;
  const [row] = await db
    .select({
      id: impactReports.id,
      needId: impactReports.needId,
      state: impactReports.state,
      kind: impactReports.kind,
      version: impactReports.version,
      createdBy: impactReports.createdBy,
      regionCode: impactReports.regionCode,
    })
    .from(impactReports)
    .where(and(eq(impactReports.id, reportId), inScope(impactReports.regionCode, scopesOf(actor, roles))));
  return row ?? null;
}

import { and, eq, gte, isNull, sql } from "drizzle-orm";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { reconciliationFindings, reconciliationRuns } from "#db/schema/alarms.server.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import type { ComparisonResult, Finding } from "./reconciliation.ts";

/**
 * Keeps what a comparison found, each thing once: seen again it stays as it is, gone it is resolved without anybody's name, and one that a
 * person resolved stays resolved until its amounts change. Returns how many are open now.
 */
export async function recordReconciliation(
  db: Db,
  input: ComparisonResult & { charityId: string; from: Date },
  at: Date,
): Promise<number> {
  const { charityId, findings, compared } = input;
  return db.transaction(async (tx) => {
    for (const finding of findings) await keepFinding(tx, charityId, finding, at);
    const open = await listOpen(tx, charityId, dayInChina(input.from));
    const stillWrong = new Set(findings.map(keyOf));
    const gone = open.filter((finding) => !stillWrong.has(keyOf(finding)));
    for (const { id } of gone)
      await tx.update(reconciliationFindings).set({ resolvedAt: at }).where(eq(reconciliationFindings.id, id));
    const findingCount = open.length - gone.length;
    await tx
      .insert(reconciliationRuns)
      .values({ id: newId(), charityId, day: dayInChina(at), compared, findingCount, ranAt: at });
    return findingCount;
  });
}

const keyOf = (finding: Pick<Finding, "class" | "subject">) => `${finding.class} ${finding.subject}`;

function listOpen(tx: DbOrTx, charityId: string, sinceDay: string) {
  return tx
    .select({
      id: reconciliationFindings.id,
      class: reconciliationFindings.class,
      subject: reconciliationFindings.subject,
    })
    .from(reconciliationFindings)
    .where(
      and(
        eq(reconciliationFindings.charityId, charityId),
        isNull(reconciliationFindings.resolvedAt),
        gte(reconciliationFindings.day, sinceDay),
      ),
    );
}

async function keepFinding(tx: DbOrTx, charityId: string, finding: Finding, at: Date): Promise<void> {
  const table = reconciliationFindings;
  const isSettled = sql`${table.resolvedBy} is not null and ${table.oursFen} is not distinct from excluded.ours_fen
    and ${table.theirsFen} is not distinct from excluded.theirs_fen`;
  await tx
    .insert(table)
    .values({ id: newId(), charityId, ...finding, foundAt: at })
    .onConflictDoUpdate({
      target: [table.charityId, table.class, table.subject],
      set: {
        oursFen: sql`excluded.ours_fen`,
        theirsFen: sql`excluded.theirs_fen`,
        resolvedAt: sql`case when ${isSettled} then ${table.resolvedAt} end`,
        resolvedBy: sql`case when ${isSettled} then ${table.resolvedBy} end`,
        note: sql`case when ${isSettled} then ${table.note} else '' end`,
      },
    });
}

import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { reconciliationFindings, reconciliationRuns } from "#db/schema/alarms.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { dayInChina } from "../clock.ts";

const dayMs = 86_400_000;
/** The provider keeps telling for 30 days what did not arrive (B10), so a movement may be posted here that much later. */
const latestPostingDays = 31;
/** Findings older than this wait for a person; they do not make every day's comparison longer. */
const recheckDays = 90;
/** Clocks of two companies differ, and a run takes a while. */
const overlapMs = 3_600_000;

export type ReconciliationPlan = {
  charityId: string;
  accountId: string;
  /** Movements of the provider are read from here on. */
  from: Date;
  /** Of ours, those posted since then must be among them. */
  dueSince: Date;
  /** Open findings that this run looks at again. */
  recheck: ReadonlySet<string>;
};

/** Charities to compare now: not compared yet today (China), or somebody asked since; the longest waiting first. */
export async function listCharitiesToReconcile(db: DbOrTx, { at }: { at: Date }): Promise<string[]> {
  const lastRan = db
    .select({
      charityId: reconciliationRuns.charityId,
      day: sql<string>`max(${reconciliationRuns.day})`.as("day"),
      ranAt: sql<string>`max(${reconciliationRuns.ranAt})`.as("ran_at"),
    })
    .from(reconciliationRuns)
    .groupBy(reconciliationRuns.charityId)
    .as("last_ran");
  const asked = sql`exists (select from ${outboxEvents} where ${outboxEvents.kind} = 'reconciliation.requested'
    and ${outboxEvents.payload}->>'charityId' = ${organizations.id}::text and ${outboxEvents.occurredAt} > ${lastRan.ranAt})`;
  const rows = await db
    .select({ id: organizations.id })
    .from(organizations)
    .leftJoin(lastRan, eq(lastRan.charityId, organizations.id))
    .where(
      and(
        eq(organizations.kind, "charity"),
        isNotNull(organizations.stripeAccountId),
        sql`exists (select from ${ledgerAccounts} where code = 'charity:' || ${organizations.id} || ':clearing')`,
        sql`(${lastRan.ranAt} is null or ${lastRan.day} < ${dayInChina(at)} or ${asked})`,
      ),
    )
    .orderBy(sql`${lastRan.ranAt} asc nulls first`, asc(organizations.id));
  return rows.map((row) => row.id);
}

/** What the next comparison of a charity has to read; null where there is nothing to compare. */
export async function planReconciliation(
  db: DbOrTx,
  { charityId, at }: { charityId: string; at: Date },
): Promise<ReconciliationPlan | null> {
  const [charity] = await db
    .select({ accountId: organizations.stripeAccountId })
    .from(organizations)
    .where(eq(organizations.id, charityId));
  if (charity === undefined || charity.accountId === null) return null;
  const [lastRun] = await db
    .select({ ranAt: reconciliationRuns.ranAt })
    .from(reconciliationRuns)
    .where(eq(reconciliationRuns.charityId, charityId))
    .orderBy(desc(reconciliationRuns.ranAt))
    .limit(1);
  const openSince = dayInChina(new Date(at.getTime() - recheckDays * dayMs));
  const open = await db
    .select({ subject: reconciliationFindings.subject, day: reconciliationFindings.day })
    .from(reconciliationFindings)
    .where(
      and(
        eq(reconciliationFindings.charityId, charityId),
        isNull(reconciliationFindings.resolvedAt),
        sql`${reconciliationFindings.day} >= ${openSince}`,
      ),
    );
  const dueSince = lastRun === undefined ? await firstPosting(db, charityId) : lastRun.ranAt;
  if (dueSince === null) return null;
  const oldest = open.reduce(
    (soFar, { day }) => Math.min(soFar, Date.parse(`${day}T00:00:00+08:00`)),
    dueSince.getTime(),
  );
  return {
    charityId,
    accountId: charity.accountId,
    from: new Date(oldest - latestPostingDays * dayMs),
    dueSince: new Date(dueSince.getTime() - overlapMs),
    recheck: new Set(open.map(({ subject }) => subject)),
  };
}

async function firstPosting(db: DbOrTx, charityId: string): Promise<Date | null> {
  const [row] = await db
    .select({ at: ledgerTransactions.at })
    .from(ledgerAccounts)
    .innerJoin(ledgerEntries, eq(ledgerEntries.accountId, ledgerAccounts.id))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .where(eq(ledgerAccounts.code, `charity:${charityId}:clearing`))
    .orderBy(asc(ledgerTransactions.at))
    .limit(1);
  return row?.at ?? null;
}

import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { complaintKinds } from "./complaint.ts";
import { complaintCodeHash } from "./complaint-code.server.ts";

/**
 * What whoever holds the code reads: how far it is, until when it is answered, and the answer. Not what was written and no picture: a code
 * that went astray must not tell what somebody said about others.
 */
export async function getComplaintByCode(db: DbOrTx, typed: string) {
  const codeHash = complaintCodeHash(typed);
  if (codeHash === null) return null;
  const [row] = await db
    .select({
      caseNumber: complaints.caseNumber,
      kind: complaints.kind,
      state: complaints.state,
      receivedAt: complaints.receivedAt,
      dueOn: complaints.dueOn,
      replyWorkingDays: complaints.replyWorkingDays,
      ruleSource: complaints.ruleSource,
      outcome: complaints.outcome,
      answer: complaints.answer,
      answeredAt: complaints.answeredAt,
      authority: complaints.authority,
      transferredAt: complaints.transferredAt,
      closedAt: complaints.closedAt,
    })
    .from(complaints)
    .where(eq(complaints.codeHash, codeHash));
  return row ?? null;
}
export type ComplaintReceipt = NonNullable<Awaited<ReturnType<typeof getComplaintByCode>>>;

const figures = z.object({
  year: z.coerce.number(),
  kind: z.enum(complaintKinds),
  received: z.coerce.number(),
  answered: z.coerce.number(),
  inTime: z.coerce.number(),
  waiting: z.coerce.number(),
  overdue: z.coerce.number(),
  transferred: z.coerce.number(),
  upheld: z.coerce.number(),
});
export type ComplaintFigures = z.output<typeof figures>;

/**
 * What anyone may know about all complaints: numbers by year of receipt (China) and kind, nothing of a single one. Answered in time means
 * answered, or handed to an authority, by the day it was due. `today` is a day in China.
 */
export async function listComplaintFigures(db: DbOrTx, { today }: { today: string }): Promise<ComplaintFigures[]> {
  const rows = await db.execute(sql`
    select extract(year from received_at at time zone 'Asia/Shanghai')::int as year, kind, count(*) as received,
      count(*) filter (where first_at is not null) as answered,
      count(*) filter (where to_char(first_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') <= due_on) as "inTime",
      count(*) filter (where first_at is null) as waiting,
      count(*) filter (where first_at is null and due_on < ${today}) as overdue,
      count(*) filter (where transferred_at is not null) as transferred,
      count(*) filter (where outcome in ('upheld', 'partly_upheld')) as upheld
    from (select *, least(answered_at, transferred_at) as first_at from complaints) complaint
    group by 1, 2 order by 1 desc, 2`);
  return rows.map((row) => figures.parse(row));
}

import { and, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { dutyRecords } from "#db/schema/law-calendar.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isId, newId } from "../ids.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { canRecordDuty } from "./law-calendar-policy.ts";
import type { RecordedDutyRule } from "./law-rules.ts";

export type RecordDutyError = "not_found" | "forbidden_text" | "already_recorded";

/** What a charity owed: a step of a running need (L16), last year's report (L26), a cooperation that ended, or its evaluation (L26). */
export type DutyInput = { organizationId: string } & (
  | { kind: "disclosure"; needId: string; statement: string; recordUrl: string }
  | { kind: "annual_report"; statement: string; recordUrl: string }
  | { kind: "cooperation_ended"; partnerName: string; endedOn: string }
  | { kind: "evaluation"; dutyId: string; statement: string; recordUrl: string }
);

/**
 * Records a duty of the actor's charity as met, or, for a cooperation, as begun: its three months run from that day. Statements are public,
 * so they pass the gate for numbers and phones. Records are not rewritten: a correction is a new one.
 */
export async function recordDuty(
  db: Db,
  input: DutyInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordDutyError>> {
  if (!canRecordDuty(actor, input.organizationId)) return err("not_found");
  if ("statement" in input && findForbidden(input.statement, []).length > 0) return err("forbidden_text");
  return db.transaction(async (tx) => {
    const today = dayInChina(at);
    switch (input.kind) {
      case "disclosure": {
        const { needId, organizationId, statement, recordUrl } = input;
        if (!(await isRunningNeed(tx, { needId, organizationId }))) return err("not_found");
        await insertDuty(
          tx,
          { ...input, rule: "progress_disclosure", needId, startedOn: today, doneOn: today, statement, recordUrl },
          actor,
          at,
        );
        await recordEvents(tx, at, { kind: "need.changed", needId });
        return ok();
      }
      case "annual_report": {
        const startedOn = `${Number(today.slice(0, 4)) - 1}-12-31`;
        const { organizationId } = input;
        const [known] = await tx
          .select({ id: dutyRecords.id })
          .from(dutyRecords)
          .where(
            and(
              eq(dutyRecords.organizationId, organizationId),
              eq(dutyRecords.rule, "annual_report"),
              eq(dutyRecords.startedOn, startedOn),
            ),
          );
        if (known) return err("already_recorded");
        await insertDuty(tx, { ...input, rule: "annual_report", startedOn, doneOn: today }, actor, at);
        return ok();
      }
      case "cooperation_ended": {
        const { organizationId, partnerName, endedOn } = input;
        await insertDuty(
          tx,
          { organizationId, rule: "partner_evaluation", subject: partnerName, startedOn: endedOn, doneOn: null },
          actor,
          at,
        );
        return ok();
      }
      case "evaluation":
        return evaluate(tx, input, actor, at);
    }
  });
}

async function isRunningNeed(
  tx: Tx,
  { needId, organizationId }: { needId: string; organizationId: string },
): Promise<boolean> {
  const [need] = await tx
    .select({ id: needs.id })
    .from(needs)
    .where(and(eq(needs.id, needId), eq(needs.charityId, organizationId), eq(needs.state, "published")));
  return need !== undefined;
}

type NewDuty = {
  organizationId: string;
  rule: RecordedDutyRule;
  needId?: string;
  subject?: string;
  startedOn: string;
  doneOn: string | null;
  statement?: string;
  recordUrl?: string;
};

async function insertDuty(tx: Tx, duty: NewDuty, actor: Actor, at: Date): Promise<void> {
  const id = newId();
  const { organizationId, rule, needId, subject, startedOn, doneOn, statement, recordUrl } = duty;
  await tx.insert(dutyRecords).values({
    id,
    organizationId,
    rule,
    needId: needId ?? null,
    subject: subject ?? "",
    startedOn,
    doneOn,
    statement: statement ?? "",
    recordUrl: recordUrl === undefined || recordUrl === "" ? null : recordUrl,
    recordedBy: actorUserId(actor) ?? "",
    recordedAt: at,
  });
  const to = doneOn === null ? "open" : "done";
  await recordTransition(tx, at, actor, { noun: "duty", subjectId: id, from: null, event: rule, to });
}

type Evaluation = Extract<DutyInput, { kind: "evaluation" }>;

async function evaluate(
  tx: Tx,
  input: Evaluation,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordDutyError>> {
  const { dutyId, organizationId, statement, recordUrl } = input;
  if (!isId(dutyId)) return err("not_found");
  const done = await tx
    .update(dutyRecords)
    .set({ doneOn: dayInChina(at), statement, recordUrl: recordUrl === "" ? null : recordUrl })
    .where(
      and(
        eq(dutyRecords.id, dutyId),
        eq(dutyRecords.organizationId, organizationId),
        eq(dutyRecords.rule, "partner_evaluation"),
        isNull(dutyRecords.doneOn),
      ),
    )
    .returning({ id: dutyRecords.id });
  if (done.length === 0) return err("not_found");
  await recordTransition(tx, at, actor, {
    noun: "duty",
    subjectId: dutyId,
    from: "open",
    event: "evaluate",
    to: "done",
  });
  return ok();
}

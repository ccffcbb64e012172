import { eq, sql } from "drizzle-orm";
import { dayInChina } from "#app/domain/clock.ts";
import type { ImpactReportState } from "#app/domain/impact-reports/impact-report.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { impactReportLines, impactReportPhotos, impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { PastNeed } from "./demo-needs-past.ts";
import { type DrawnPicture, registerPictures } from "./pictures.server.ts";
import type { Random } from "./random.ts";
import type { SeededNeed } from "./seed-needs.server.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

const dayMilliseconds = 86_400_000;
const suppliers = ["永固建材经营部", "华隆水电安装队", "恒新农资店", "顺意木作坊", "安和工程队", "康宁医疗器械店"];

type Context = {
  people: SeededPeople;
  organizations: SeededOrganizations;
  pictures: readonly DrawnPicture[];
  files: FileStore;
  now: Date;
};

type Payment = typeof disbursements.$inferInsert & { goesTo: "proposed" | "paid_out" | "confirmed"; officerId: string };

/**
 * What became of the money: payments proposed by the town, large ones approved by the charity's clerk, paid by another person of the
 * charity, confirmed by the village, and reports. Past needs are reported and
 * closed; of the present ones one waits for its payer, one for its confirmation, one for its report, one for the county.
 */
export async function seedResults(
  db: DbOrTx,
  random: Random,
  seeded: readonly SeededNeed[],
  past: readonly PastNeed[],
  context: Context,
): Promise<void> {
  const met = seeded.filter((need) => ["fulfilled", "reported", "closed"].includes(need.demo.state));
  const payments = met.flatMap((need) => paymentsOf(random, need, context));
  await db.insert(disbursements).values(payments.map(({ goesTo: _, officerId: __, ...row }) => row));
  await db.insert(stateTransitions).values(
    payments.map((payment) => ({
      id: random.id(),
      noun: "disbursement",
      subjectId: payment.id,
      fromState: null,
      event: "propose",
      toState: "proposed",
      actorUserId: payment.proposedBy,
      at: payment.proposedAt,
    })),
  );
  for (const payment of payments) await carryOut(db, random, payment, context);
  for (const need of met) {
    const report = past.find((one) => one.key === need.demo.key)?.report;
    const own = payments.filter((payment) => payment.needId === need.id);
    if (report) await insertReport(db, random, { need, report, payments: own, state: "published" }, context);
    else if (need.demo.key === "way-linwu-reporting") {
      await insertReport(db, random, { need, report: waitingReport, payments: own, state: "submitted" }, context);
    }
  }
}

const waitingReport: PastNeed["report"] = {
  on: "",
  title: "三个收集点、六辆手推车用上了",
  body: "收集点建在三个自然村的路口，手推车编号分到组。村里订了清运日，每周两次。\n\n果园边不再有垃圾堆，溪水也清了。",
  households: 118,
  persons: 402,
  confirmedByRole: "村民代表四人",
  photoAlt: "果园边的收集点",
};

function paymentsOf(random: Random, need: SeededNeed, { people, organizations, now }: Context): Payment[] {
  const { town } = people.personas;
  const funded = need.times.published.getTime() + 61 * dayMilliseconds;
  const isWaiting = need.demo.key === "way-gaoshan-fulfilled";
  return need.items.map((item, position) => {
    const goesTo = isWaiting ? (position === 0 ? "paid_out" : "proposed") : "confirmed";
    const latest = now.getTime() - (goesTo === "proposed" ? 1 : 6) * dayMilliseconds;
    return {
      id: random.id(),
      publicCode: random.publicCode(),
      needId: need.id,
      charityId: organizations.charity.id,
      payeeKind: "supplier",
      payeeName: need.demo.category === "medical" && need.householdId ? "镇卫生院" : random.pick(suppliers),
      purpose: `${item.name}（${need.demo.village}）`,
      amountFen: item.amountFen,
      invoiceNumber: `${random.int(10_000_000, 99_999_999)}`,
      state: "proposed",
      proposedBy: town.userId,
      proposedAt: new Date(Math.min(funded + position * 9 * dayMilliseconds, latest - dayMilliseconds)),
      goesTo,
      officerId: need.officerId,
    };
  });
}

async function carryOut(db: DbOrTx, random: Random, payment: Payment, { people }: Context): Promise<void> {
  if (payment.goesTo === "proposed") return;
  const paidAt = new Date(payment.proposedAt.getTime() + random.int(1, 3) * dayMilliseconds);
  const approvedAt = new Date(payment.proposedAt.getTime() + dayMilliseconds / 2);
  await db.execute(sql`
    select approve_disbursement(id, ${people.personas.cashier.userId}::uuid, ${approvedAt.toISOString()}::timestamptz) from disbursements
      where id = ${payment.id}::uuid and needs_disbursement_approval(amount_fen,
        (select region_code from needs where needs.id = need_id), ${paidAt.toISOString()}::timestamptz)`);
  // Suppliers and households are paid from the bank: the payment account has paid that much out to it the hour before.
  const payoutAt = new Date(paidAt.getTime() - 3_600_000);
  await db.execute(sql`
    select record_payout(${payment.charityId}::uuid, ${`demo_${payment.publicCode}`}, ${(-payment.amountFen).toString()}::bigint,
      ${payoutAt.toISOString()}::timestamptz)`);
  await db.execute(sql`
    select pay_out_disbursement(${payment.id}::uuid, ${people.personas.payer.userId}::uuid, ${paidAt.toISOString()}::timestamptz)`);
  if (payment.goesTo === "paid_out") return;
  const confirmedAt = new Date(paidAt.getTime() + random.int(1, 3) * dayMilliseconds);
  const confirmedBy = payment.officerId;
  await db
    .update(disbursements)
    .set({ state: "confirmed", confirmedBy, confirmedAt, confirmationMethod: "officer" })
    .where(eq(disbursements.id, payment.id));
  await db.insert(stateTransitions).values({
    id: random.id(),
    noun: "disbursement",
    subjectId: payment.id,
    fromState: "paid_out",
    event: "confirm",
    toState: "confirmed",
    actorUserId: confirmedBy,
    at: confirmedAt,
  });
}

type ReportPlan = {
  need: SeededNeed;
  report: PastNeed["report"];
  payments: readonly Payment[];
  state: Extract<ImpactReportState, "published" | "submitted">;
};

async function insertReport(db: DbOrTx, random: Random, plan: ReportPlan, context: Context): Promise<void> {
  const { need, report, payments, state } = plan;
  const { county } = context.people.personas;
  // A report that waits for the county was written two days ago.
  const writtenAt =
    report.on === "" ? new Date(context.now.getTime() - 2 * dayMilliseconds) : new Date(`${report.on}T02:00:00Z`);
  const publishedAt = new Date(writtenAt.getTime() + 4 * dayMilliseconds);
  const isPublished = state === "published";
  const id = random.id();
  await db.insert(impactReports).values({
    id,
    publicCode: random.publicCode(),
    needId: need.id,
    regionCode: need.regionCode,
    title: report.title,
    body: report.body,
    confirmedByRole: report.confirmedByRole,
    confirmedOn: dayInChina(writtenAt),
    beneficiaryHouseholds: report.households,
    beneficiaryPersons: report.persons,
    state,
    createdBy: need.officerId,
    publishedBy: isPublished ? county.userId : null,
    createdAt: writtenAt,
    updatedAt: isPublished ? publishedAt : writtenAt,
    publishedAt: isPublished ? publishedAt : null,
  });
  await db.insert(impactReportLines).values(
    need.items.map((item, position) => ({
      id: random.id(),
      reportId: id,
      position,
      item: item.name,
      plannedFen: item.amountFen,
      spentFen: payments[position]?.amountFen ?? 0n,
      disbursementId: payments[position]?.id ?? null,
    })),
  );
  const uses = [{ scene: need.demo.scene, isPublic: isPublished, at: writtenAt }];
  const [fileId = ""] = await registerPictures(db, context.pictures, uses, context.files, random);
  await db.insert(impactReportPhotos).values({
    reportId: id,
    fileId,
    position: 0,
    alternativeText: `示意图：${report.photoAlt}`,
    showsPerson: false,
  });
  await insertReportHistory(db, random, { ...plan, reportId: id, writtenAt, publishedAt, countyId: county.userId });
}

type History = ReportPlan & { reportId: string; writtenAt: Date; publishedAt: Date; countyId: string };

async function insertReportHistory(db: DbOrTx, random: Random, history: History): Promise<void> {
  const { need, state, reportId, writtenAt, publishedAt, countyId } = history;
  const line = (
    noun: string,
    subjectId: string,
    step: readonly [from: string | null, event: string, to: string],
    at: Date,
    actorUserId: string,
  ) => ({ id: random.id(), noun, subjectId, fromState: step[0], event: step[1], toState: step[2], at, actorUserId });
  const rows = [
    line("impact_report", reportId, [null, "draft", "drafted"], writtenAt, need.officerId),
    line("impact_report", reportId, ["drafted", "submit", "submitted"], writtenAt, need.officerId),
  ];
  if (state === "published") {
    rows.push(
      line("impact_report", reportId, ["submitted", "publish", "published"], publishedAt, countyId),
      line("need", need.id, ["fulfilled", "report", "reported"], publishedAt, countyId),
    );
    const isClosed = need.demo.state === "closed";
    const closedAt = new Date(publishedAt.getTime() + 30 * dayMilliseconds);
    if (isClosed) rows.push(line("need", need.id, ["reported", "close", "closed"], closedAt, countyId));
    await db
      .update(needs)
      .set({ state: isClosed ? "closed" : "reported", updatedAt: isClosed ? closedAt : publishedAt })
      .where(eq(needs.id, need.id));
  }
  await db.insert(stateTransitions).values(rows);
}

import { sql } from "drizzle-orm";
import { listBankBookings } from "#app/domain/bank-statements/booking-queries.server.ts";
import { accountNumberPlace, lineDetailsPlace } from "#app/domain/bank-statements/sealed-places.ts";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { bankAccounts, bankLineDetails, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { createRandom } from "./random.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type BankContext = { charityId: string; clerk: SeededPeople["personas"]["cashier"]; sealer: Sealer; now: Date };
type SeededLine = {
  day: string;
  fen: bigint;
  memo: string;
  bookingId: string | null;
  state: "booking" | "not_ours" | null;
};

const ownNumber = "6200000000004783";
const bookingsOnStatement = 10;
/** The newest lines are left for the accountant to match. */
const leftOpen = 3;
const openingFen = 20_000_000n;

/**
 * The bank statement of the charity's last payments (Q19): most lines are matched, wages are set aside, and the newest are still open,
 * among them a collective transfer and the bank's interest that nobody has booked.
 */
export async function seedBankStatement(db: DbOrTx, { charityId, clerk, sealer, now }: BankContext): Promise<void> {
  const random = createRandom(1919);
  const today = dayInChina(now);
  const bookings = (await listBankBookings(db, { charityId }))
    .filter(({ postedOn }) => postedOn < addDays(today, -2))
    .slice(-bookingsOnStatement);
  const first = bookings[0];
  if (first === undefined) return;
  const lines: SeededLine[] = bookings.map(({ id, postedOn, fen, label }, index) => ({
    day: addDays(postedOn, 1),
    fen,
    memo: `网银转账 ${label}`,
    bookingId: id,
    state: index < bookings.length - leftOpen ? "booking" : null,
  }));
  joinLastTwo(lines);
  lines.push({ day: addDays(first.postedOn, 2), fen: -860_000n, memo: "代发工资", bookingId: null, state: "not_ours" });
  lines.push({ day: addDays(today, -1), fen: 1_234n, memo: "结息", bookingId: null, state: null });
  lines.sort((one, other) => one.day.localeCompare(other.day));
  const [accountId, statementId] = [random.id(), random.id()];
  const numberSealed = sealer.seal(ownNumber, accountNumberPlace(accountId));
  const account = { id: accountId, charityId, numberSealed, numberLast4: ownNumber.slice(-4), createdAt: now };
  await db.insert(bankAccounts).values(account);
  await db.insert(bankStatements).values({
    id: statementId,
    charityId,
    accountId,
    state: "preview",
    fileName: "对公账户交易明细.csv",
    sha256: "0".repeat(64),
    format: "csv",
    encoding: "GB18030",
    headerRow: 3,
    headers: ["交易日期", "收入金额", "支出金额", "账户余额", "摘要", "流水号"],
    columnMap: { day: [0], income: [1], expense: [2], balance: [3], memo: [4], serial: [5] },
    rowsSealed: "",
    uploadedBy: clerk.userId,
    uploadedAt: now,
  });
  await db.execute(sql`
    update bank_statements set state = 'accepted', rows_sealed = null, first_day = ${lines[0]?.day ?? ""}, last_day = ${lines.at(-1)?.day ?? ""},
      new_lines = ${lines.length}, closed_by = ${clerk.userId}::uuid, closed_at = ${now.toISOString()}::timestamptz where id = ${statementId}::uuid`);
  const actor = { ...clerk };
  const ofStatement = { noun: "bank_statement", subjectId: statementId };
  await recordTransition(db, now, actor, { ...ofStatement, from: null, event: "upload", to: "preview" });
  await recordTransition(db, now, actor, { ...ofStatement, from: "preview", event: "accept", to: "accepted" });
  let balanceFen = openingFen;
  for (const [index, { day, fen, memo, bookingId, state }] of lines.entries()) {
    balanceFen += fen;
    const id = random.id();
    const serial = `2026${String(index + 1).padStart(8, "0")}`;
    const facts = {
      id,
      charityId,
      accountId,
      statementId,
      rowNumber: index + 4,
      day,
      amountFen: fen,
      balanceFen,
      serial,
    };
    await db.insert(bankLines).values({ ...facts, identity: `serial:${serial}` });
    const details = JSON.stringify({ name: "", number: "", memo });
    await db.insert(bankLineDetails).values({ lineId: id, detailsSealed: sealer.seal(details, lineDetailsPlace(id)) });
    if (state === null) continue;
    const reason = state === "not_ours" ? "本会工资，不在本站记账" : "";
    const matchId = random.id();
    const match = {
      id: matchId,
      pairingId: matchId,
      charityId,
      lineId: id,
      kind: state,
      transactionId: bookingId,
      reason,
    };
    await db.insert(bankMatches).values({ ...match, decidedBy: clerk.userId, decidedAt: now });
    const event = state === "booking" ? "match" : "set_aside";
    const step = { noun: "bank_line", subjectId: id, from: "open", event, to: state };
    await recordTransition(db, now, actor, { ...step, reason: reason === "" ? undefined : reason });
  }
}

/** The bank made one transfer of the last two payments that are still open: for the accountant to take apart. */
function joinLastTwo(lines: SeededLine[]): void {
  const [one, other] = lines.filter(({ fen, state }) => fen < 0n && state === null).slice(-2);
  if (one === undefined || other === undefined) return;
  lines.splice(lines.indexOf(one), 1);
  const both = { day: other.day, fen: one.fen + other.fen, memo: "批量代付 2 笔", bookingId: null, state: null };
  lines.splice(lines.indexOf(other), 1, both);
}

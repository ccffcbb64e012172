import { sql } from "drizzle-orm";
import { z } from "zod";
import type { SurplusChoice } from "#app/domain/donations/donation.ts";
import { checkChain, describeChainFinding } from "#db/checks/chain-check.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { askStripe } from "./ask-stripe.ts";
import type { Donor } from "./donors.ts";
import { goalFen, type Platform } from "./platform.ts";

/** What must hold whatever happened. Returns a sentence for everything that does not. */
export async function findViolations(
  platform: Platform,
  donors: readonly Donor[],
  expected: { mailDuplicates: number; refunded: readonly Donor[] },
): Promise<string[]> {
  return [
    ...(await ledgerViolations(platform)),
    ...(await giftViolations(platform, donors)),
    ...(await refundViolations(platform, expected.refunded)),
    ...(await acknowledgedMissing(platform)),
    ...(await receiptViolations(platform, donors, expected)),
    ...(await sessionViolations(platform)),
    ...processViolations(platform),
  ];
}

/** A2, A4, A5, A6, F9: every figure derived again from the entries, the chain from its rows; and the goal is reached exactly. */
async function ledgerViolations({ connection, need }: Platform): Promise<string[]> {
  const checks = await runChecks(connection.db);
  const findings = checks.flatMap(({ name, findings }) =>
    findings.map((one) => `${name}: ${one.subject} should be ${one.expectedFen}, is ${one.actualFen}`),
  );
  const chain = await checkChain(connection.db);
  findings.push(...chain.findings.map((finding) => `hash chain: ${describeChainFinding(finding)}`));
  const [row] = await connection.db.execute(
    sql`select funded_fen::text as fen, state from needs where id = ${need.id}`,
  );
  if (row?.fen !== String(goalFen)) findings.push(`the need has ${row?.fen} fen instead of ${goalFen}`);
  return findings;
}

/** The kind of account that holds what the need did not take, by what the donor chose. */
const surplusKinds: Readonly<Record<SurplusChoice, string>> = {
  same_household: "household_pool",
  same_village: "village_pool",
  same_category: "category_pool",
  refund: "refund_payable",
};

/** Every donor's gift is posted once, with its whole amount: to the need, and the rest where the donor chose. */
async function giftViolations({ connection }: Platform, donors: readonly Donor[]): Promise<string[]> {
  const rows = await connection.db.execute(sql`
    select d.id, d.state, coalesce(jsonb_object_agg(p.kind, p.fen) filter (where p.kind is not null), '{}') as parts
    from donations d left join lateral (
      select a.kind, -sum(e.amount_fen) as fen from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id join ledger_accounts a on a.id = e.account_id
        where t.reference = 'donation:' || d.id and e.amount_fen < 0 group by a.kind) p on true
    group by d.id`);
  const posted = new Map(rows.map((row) => [String(row.id), row]));
  return donors.flatMap(({ donationId, amountFen, surplusChoice }) => {
    const row = posted.get(donationId);
    const parts = new Map(Object.entries(row?.parts ?? {}).map(([kind, fen]) => [kind, BigInt(String(fen))]));
    const sum = [...parts.values()].reduce((total, fen) => total + fen, 0n);
    const strays = [...parts.keys()].filter((kind) => kind !== "need" && kind !== surplusKinds[surplusChoice]);
    const what = `gift ${donationId} (${row?.state}, ${surplusChoice})`;
    if (sum !== amountFen) return [`${what}: ${sum} of ${amountFen} fen are posted`];
    return strays.length > 0 ? [`${what}: money went to ${strays.join(", ")}`] : [];
  });
}

/**
 * A7: what the provider gave back is given back here, payment by payment, and nothing else is: gifts returned in the provider's dashboard, and
 * surpluses whose donors wanted them back, which the job sends.
 */
async function refundViolations(platform: Platform, refunded: readonly Donor[]): Promise<string[]> {
  const rows = await platform.connection.db.execute(sql`select payment_intent_id as id, sum(amount_fen)::text as fen
    from refunds where state = 'succeeded' group by 1`);
  const ours = new Map(rows.map((row) => [String(row.id), BigInt(String(row.fen))]));
  const theirs = await refundsAtProvider(platform);
  const payments = new Set([...ours.keys(), ...theirs.keys()]);
  const violations = [...payments]
    .filter((id) => ours.get(id) !== theirs.get(id))
    .map(
      (id) => `payment ${id}: the provider gave back ${theirs.get(id) ?? 0} fen, our books say ${ours.get(id) ?? 0}`,
    );
  const gifts = await platform.connection.db.execute(sql`select id from donations where refunded_fen = amount_fen`);
  const whole = new Set(gifts.map((row) => String(row.id)));
  const kept = refunded.filter(({ donationId }) => !whole.has(donationId));
  return [...violations, ...kept.map(({ donationId }) => `gift ${donationId} was given back and is not`)];
}

const refundPage = z.object({
  has_more: z.boolean(),
  data: z.array(z.object({ id: z.string(), payment_intent: z.string(), amount: z.number(), status: z.string() })),
});

async function refundsAtProvider(platform: Platform): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (let after: string | undefined = "", more = true; more; ) {
    const path: string = `/v1/refunds?limit=100${after ? `&starting_after=${after}` : ""}`;
    const page = refundPage.parse(await askStripe(platform, path));
    for (const { payment_intent: id, amount, status } of page.data)
      if (status === "succeeded") sums.set(id, (sums.get(id) ?? 0n) + BigInt(amount));
    more = page.has_more;
    after = page.data.at(-1)?.id;
  }
  return sums;
}

/** B5: what was answered with 2xx is in the database. */
async function acknowledgedMissing({ connection, front }: Platform): Promise<string[]> {
  const rows = await connection.db.execute(sql`select id from stripe_events union select id from parked_events`);
  const recorded = new Set(rows.map((row) => String(row.id)));
  const missing = front.acknowledged.filter(({ eventId, word }) => word !== "ignored" && !recorded.has(eventId));
  return missing.slice(0, 5).map(({ eventId, word }) => `acknowledged and missing: ${eventId} (${word})`);
}

/**
 * D6: one receipt per gift, sent once; a worker killed in the middle of a mail may repeat that one, under the same Message-ID. A gift that
 * was given back before its mail went out needs no thanks any more.
 */
async function receiptViolations(
  { connection, mail }: Platform,
  donors: readonly Donor[],
  { mailDuplicates }: { mailDuplicates: number },
): Promise<string[]> {
  const rows = await connection.db.execute(
    sql`select id, parameters->>'donationId' as donation_id from mails where template = 'donation-receipt' and sent_at is not null`,
  );
  const idsByDonation = new Map<string, string[]>();
  for (const row of rows) {
    const donationId = String(row.donation_id);
    idsByDonation.set(donationId, [...(idsByDonation.get(donationId) ?? []), String(row.id)]);
  }
  const arrivals = new Map<string, number>();
  for (const { messageId } of await mail.client.messages()) {
    const id = /<([^@]+)@/.exec(messageId ?? "")?.[1] ?? "none";
    arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
  }
  const returned = await connection.db.execute(sql`select id from donations where refunded_fen = amount_fen`);
  const needsNoThanks = new Set(returned.map((row) => String(row.id)));
  const violations = donors.flatMap(({ donationId }) => {
    const ids = idsByDonation.get(donationId) ?? [];
    if (ids.length !== 1) return [`gift ${donationId}: ${ids.length} receipts`];
    const hasArrived = arrivals.has(ids[0] ?? "") || needsNoThanks.has(donationId);
    return hasArrived ? [] : [`gift ${donationId}: the receipt never arrived`];
  });
  const duplicates = [...arrivals.values()].reduce((total, count) => total + count - 1, 0);
  if (duplicates > mailDuplicates) violations.push(`${duplicates} mails came twice, ${mailDuplicates} may`);
  return violations;
}

/** No session of ours is left in the middle of a transaction. */
async function sessionViolations({ connection }: Platform): Promise<string[]> {
  const rows = await connection.db.execute(sql`select application_name as name from pg_stat_activity
    where state like 'idle in transaction%' and datname = current_database() and state_change < now() - interval '1 second'`);
  return rows.map((row) => `${row.name} is idle in a transaction`);
}

/** H1, H2: no process ended by itself, and no log tells of an error nobody caught. */
function processViolations({ sites, worker }: Platform): string[] {
  return [...sites, worker].flatMap((one) => [...one.unexpectedEnds(), ...one.uncaughtErrors().slice(0, 3)]);
}

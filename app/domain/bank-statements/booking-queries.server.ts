import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { dayInChina } from "../clock.ts";
import type { Fen } from "../money.ts";
import { addWorkingDays } from "../working-days.ts";
import { bookingKinds, bookingWithoutLineWorkingDays } from "./bank-statement.ts";
import type { OpenBooking } from "./match-lines.ts";

const rowShape = z.object({
  id: z.string(),
  kind: z.enum(bookingKinds),
  fen: z.string().transform(BigInt),
  at: z.coerce.date(),
  line_id: z.string().nullable(),
  document_day: z.string().nullable(),
  label: z.string().nullable(),
  references: z.array(z.string().nullable()).transform((all) => all.flatMap((one) => one || [])),
  counterpart: z.string().nullable(),
});

/** A posting on the charity's account at its bank. */
export type BankBooking = OpenBooking & {
  kind: (typeof bookingKinds)[number];
  /** The day our books have it. */
  postedOn: string;
  /** The number by which the accountant knows it; names no person. */
  label: string;
  /** The line of the bank it is paired with. */
  lineId: string | null;
};

/** Everything the books posted on the charity's account at its bank, the oldest first, with the papers it goes back to. */
export async function listBankBookings(db: DbOrTx, { charityId }: { charityId: string }): Promise<BankBooking[]> {
  const rows = await db.execute(sql`
    select booking.transaction_id as id, booking.kind, booking.fen::text as fen, booking.at, paired.line_id,
      coalesce(own.paid_on, case when booking.kind = 'donation' then gift.received_on end) as document_day,
      coalesce(own.document_number, payment.public_code, gift.document_number, split_part(booking.reference, ':', 2)) as label,
      array[own.document_number, payment.public_code, payment.invoice_number, gift.document_number,
        case booking.kind when 'payout' then split_part(booking.reference, ':', 2) end] as references,
      coalesce(payment.payee_name, gift.giver_name) as counterpart
    from bank_bookings(${charityId}::uuid) booking
      left join own_money own on own.charity_id = ${charityId}::uuid and booking.source = 'own_money:' || own.id
      left join disbursements payment on payment.charity_id = ${charityId}::uuid and booking.source = 'disbursement:' || payment.id
      left join refunds refund on booking.kind in ('refund_paid', 'refund_failed') and booking.source = 'refund:' || refund.id
      left join offline_gifts gift on gift.charity_id = ${charityId}::uuid and (gift.donation_id = refund.donation_id
        or (booking.kind = 'donation' and booking.reference = 'donation:' || gift.donation_id))
      left join bank_matches paired on paired.transaction_id = booking.transaction_id and paired.undone_at is null and paired.holds_booking
    order by booking.at, booking.transaction_id`);
  return rows
    .map((row) => rowShape.parse(row))
    .map(({ id, kind, fen, at, ...row }) => ({
      id,
      kind,
      fen,
      postedOn: dayInChina(at),
      day: row.document_day ?? dayInChina(at),
      label: row.label ?? "",
      references: row.references,
      counterpart: row.counterpart ?? "",
      lineId: row.line_id,
    }));
}

export type MissingBooking = Pick<BankBooking, "id" | "kind" | "fen" | "day" | "label"> & {
  /** No statement reaches that day yet: the bank may well have it. */
  isBeyondStatements: boolean;
};

/**
 * Postings that the bank should have shown by now and did not, the oldest first: since the first line, and older than the working days that
 * a bank and a clerk need.
 */
export function bookingsWithoutLine(
  bookings: readonly BankBooking[],
  period: { firstDay: string; lastDay: string } | null,
  today: string,
): MissingBooking[] {
  if (period === null) return [];
  return bookings
    .filter(({ lineId, day }) => lineId === null && day >= period.firstDay)
    .filter(({ day }) => addWorkingDays(day, bookingWithoutLineWorkingDays) < today)
    .sort((one, other) => one.day.localeCompare(other.day) || one.id.localeCompare(other.id))
    .map(({ id, kind, fen, day, label }) => ({ id, kind, fen, day, label, isBeyondStatements: day > period.lastDay }));
}

/** Sums the postings hold at the bank: the balance of the books. */
export function sumOfBookings(bookings: readonly { fen: Fen }[]): Fen {
  return bookings.reduce((sum, { fen }) => sum + fen, 0n);
}

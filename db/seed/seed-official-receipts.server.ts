import { and, asc, eq, isNotNull, lt, ne } from "drizzle-orm";
import { newId } from "#app/domain/ids.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { donations, officialReceipts } from "#db/schema/donations.server.ts";

const dayMilliseconds = 86_400_000;
/** The charity issues within the month; what is younger waits on its list. */
const issuedAfterDays = 30;
const firstNumber = 4_400_120_001;

/** The charity's clerk has recorded the official receipts of older gifts whose donors gave a name; the youngest still wait for her (L10). */
export async function seedOfficialReceipts(
  db: DbOrTx,
  { charityId, clerkId, now }: { charityId: string; clerkId: string; now: Date },
): Promise<void> {
  const gifts = await db
    .select({ id: donations.id, paidAt: donations.paidAt })
    .from(donations)
    .where(
      and(
        eq(donations.charityId, charityId),
        ne(donations.receiptName, ""),
        isNotNull(donations.paidAt),
        lt(donations.paidAt, new Date(now.getTime() - issuedAfterDays * dayMilliseconds)),
      ),
    )
    .orderBy(asc(donations.paidAt), asc(donations.id));
  if (gifts.length === 0) return;
  await db.insert(officialReceipts).values(
    gifts.map((gift, index) => ({
      id: newId(),
      donationId: gift.id,
      charityId,
      number: String(firstNumber + index),
      recordedBy: clerkId,
      recordedAt: new Date((gift.paidAt ?? now).getTime() + 3 * dayMilliseconds),
    })),
  );
}

import { dayInChina } from "#app/domain/clock.ts";
import { type Deed, listDeeds, listReviews } from "#app/domain/deeds/deed-queries.server.ts";
import { deedYearsMissing } from "#app/domain/deeds/owed.ts";
import type { PairingKind } from "#app/domain/pairings/pairing-kinds.ts";
import { reviewYearsDue } from "#app/domain/pairings/pairing-review.ts";
import type { DbOrTx } from "#db/client.server.ts";

/** The deed that has waited longest for the other side's word; lists are newest first. */
function oldestReported(deeds: readonly Deed[]): Deed | undefined {
  return deeds.filter((deed) => deed.state === "reported").at(-1);
}

type Tie = { id: string; kind: PairingKind; state: string; activatedAt: Date | null };

/** Deeds, reviews, and what of both is owed by now. */
export async function readLife(db: DbOrTx, { pairing, now }: { pairing: Tie; now: Date }) {
  const [deeds, reviews] = await Promise.all([
    listDeeds(db, { pairingId: pairing.id }),
    listReviews(db, { pairingId: pairing.id }),
  ]);
  const confirmed = deeds.filter((deed) => deed.state === "confirmed").map((deed) => deed.year);
  const dates = { activatedOn: dayInChina(pairing.activatedAt ?? now), today: dayInChina(now) };
  const isActive = pairing.state === "active";
  return {
    deeds,
    oldestReported: oldestReported(deeds),
    reviews,
    missingYears: isActive ? deedYearsMissing({ kind: pairing.kind, ...dates, confirmed }) : [],
    reviewYear: isActive ? (reviewYearsDue({ ...dates, reviewed: reviews.map(({ year }) => year) })[0] ?? null) : null,
  };
}

import { and, count, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { listMismatches } from "#db/schema/department-lists.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { newId } from "../ids.ts";
import type { Found } from "./listed-people.server.ts";
import { mismatchDetailPlace } from "./sealed-places.ts";

type Tools = { db: Db; sealer: Sealer };

const mismatchesAtOnce = 500;

/** Tells a row from the same one of a later list, and nothing else. */
function contentHashOf(sealer: Sealer, { memberId, detail }: Found): string {
  return sealer.blindIndex(Buffer.from(`${memberId} ${detail}`).toString("hex"), "list_row");
}

/** How many of them are not known yet. */
export async function countNew({ db, sealer }: Tools, found: readonly Found[]): Promise<number> {
  let known = 0;
  for (let from = 0; from < found.length; from += mismatchesAtOnce) {
    const some = found.slice(from, from + mismatchesAtOnce);
    const [row] = await db
      .select({ count: count() })
      .from(listMismatches)
      .where(
        and(
          inArray(
            listMismatches.memberId,
            some.map(({ memberId }) => memberId),
          ),
          inArray(
            listMismatches.contentHash,
            some.map((one) => contentHashOf(sealer, one)),
          ),
          inArray(listMismatches.finding, [...new Set(some.map(({ finding }) => finding))]),
        ),
      );
    known += row?.count ?? 0;
  }
  return found.length - known;
}

/** Keeps what is new, sealed; returns how many. */
export async function keepMismatches(
  { db, sealer }: Tools,
  { comparisonId, found }: { comparisonId: string; found: readonly Found[] },
  at: Date,
): Promise<number> {
  let kept = 0;
  for (let from = 0; from < found.length; from += mismatchesAtOnce) {
    const values = found.slice(from, from + mismatchesAtOnce).map((one) => {
      const { memberId, householdId, regionCode, finding, detail } = one;
      const id = newId();
      const detailSealed = detail === "" ? null : sealer.seal(detail, mismatchDetailPlace(id));
      const known = { id, comparisonId, finding, householdId, memberId, regionCode };
      return { ...known, detailSealed, contentHash: contentHashOf(sealer, one), state: "open" as const, foundAt: at };
    });
    const rows = await db
      .insert(listMismatches)
      .values(values)
      .onConflictDoNothing()
      .returning({ id: listMismatches.id });
    kept += rows.length;
  }
  return kept;
}

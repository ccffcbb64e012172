import { newId } from "#app/domain/ids.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { TestDatabase } from "./database.ts";
import type { Subject } from "./deny-matrix.ts";
import type { Somebody } from "./who-may-open.ts";

/** A picture that hangs on a record nobody published. */
export type Paper = { name: string; subject: Subject; see: readonly Somebody[] };

const staffOfFiles = ["officer", "town", "county", "supervisor", "auditor"] as const;
const ofNeed = "join needs place on place.id = one.need_id";
const ofHousehold = "join households place on place.id = one.household_id";

/** Where pictures hang: the row one is put on, its place, and by hand who may see it. */
const places: readonly { column: string; join: string; charity?: string; see: readonly Somebody[] }[] = [
  { column: "review_meetings.minutes_file_id", join: ofNeed, see: staffOfFiles },
  { column: "need_signatures.evidence_file_id", join: ofNeed, see: staffOfFiles },
  { column: "pledges.signature_file_id", join: ofNeed, see: staffOfFiles },
  {
    column: "disbursements.evidence_file_id",
    join: ofNeed,
    charity: "one.charity_id",
    see: [...staffOfFiles, "its organization"],
  },
  {
    column: "disbursements.confirmation_file_id",
    join: ofNeed,
    charity: "one.charity_id",
    see: [...staffOfFiles, "its organization"],
  },
  { column: "offline_gifts.document_file_id", join: ofNeed, charity: "one.charity_id", see: ["its organization"] },
  { column: "consents.evidence_file_id", join: ofHousehold, see: staffOfFiles },
  { column: "household_reviews.minutes_file_id", join: ofHousehold, see: staffOfFiles },
  { column: "household_signatures.evidence_file_id", join: ofHousehold, see: staffOfFiles },
];

/** Puts one picture on a row of each kind, past the rules of what is over; returns where, and who may see it. */
export async function hangPrivatePapers({ sql }: TestDatabase, files: FileStore): Promise<Paper[]> {
  const papers: Paper[] = [];
  for (const { column, join, charity = "null", see } of places) {
    const [table = "", name = ""] = column.split(".");
    const [row] = await sql.unsafe<{ id: string; region: string; charity: string | null }[]>(
      `select one.id, place.region_code as region, (${charity})::text as charity from ${table} one ${join} order by one.id limit 1`,
    );
    if (row === undefined) continue;
    const id = newId();
    await files.write(`matrix-${id}`, new Uint8Array([1, 2, 3]));
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`insert into files (id, storage_key, media_type, size_bytes, sha256, created_at)
        values (${id}, ${`matrix-${id}`}, 'image/webp', 3, 'x', '2026-01-01')`;
      await tx.unsafe(`update ${table} set ${name} = $1 where id = $2`, [id, row.id]);
    });
    papers.push({
      name: column,
      see,
      subject: { key: id, region: row.region, organization: row.charity, owner: null },
    });
  }
  return papers;
}

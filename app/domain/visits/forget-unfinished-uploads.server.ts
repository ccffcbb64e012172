import { lt } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { visitPhotoUploads } from "#db/schema/visit-uploads.server.ts";

const keptDays = 60;

/** Pieces of photos that came to nothing. A phone that comes back later still has the whole photo, and begins it anew. */
export async function forgetUnfinishedUploads(db: DbOrTx, at: Date): Promise<void> {
  await db
    .delete(visitPhotoUploads)
    .where(lt(visitPhotoUploads.changedAt, new Date(at.getTime() - keptDays * 86_400_000)));
}

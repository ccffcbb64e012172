import { and, desc, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { Db, DbOrTx, Tx } from "#db/client.server.ts";
import { listUploads } from "#db/schema/department-lists.server.ts";
import { type Actor, hasRoleFor, type SignedInActor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { statesBefore } from "../transitions.ts";
import type { DepartmentList, ListTable } from "./department-list.ts";
import { type ListUploadEvent, listUploadTransitions } from "./list-upload.ts";
import { mismatchRoles } from "./mismatch-form.ts";

export type ListUpload = typeof listUploads.$inferSelect;

export function uploadsInScope(actor: Actor): SQL | undefined {
  return actor.kind === "system" ? undefined : inScope(listUploads.regionCode, scopesOf(actor, mismatchRoles));
}

/** The upload, or null where it is not there or not in the actor's county. */
export async function findListUpload(
  db: DbOrTx,
  { uploadId, actor, forUpdate = false }: { uploadId: string; actor: Actor; forUpdate?: boolean },
): Promise<ListUpload | null> {
  if (!isId(uploadId)) return null;
  const query = db
    .select()
    .from(listUploads)
    .where(and(eq(listUploads.id, uploadId), uploadsInScope(actor)));
  const [row] = forUpdate ? await query.for("update") : await query;
  return row ?? null;
}

type StartInput = {
  uploadId: string;
  kind: DepartmentList;
  regionCode: string;
  fileName: string;
  sha256: string;
  storageKey: string;
  fileKeySealed: string;
  headers: string[];
  columns: ListTable;
  sampleSealed: string;
};

/** Step 上传: the file is known and its columns are proposed; nothing of its content is in the database yet. */
export async function startListUpload(
  db: Db,
  { uploadId, ...facts }: StartInput,
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ uploadId: string }, "not_allowed">> {
  if (facts.regionCode.length < 6 || !hasRoleFor(actor, mismatchRoles, facts.regionCode)) return err("not_allowed");
  const times = { createdBy: actor.userId, createdAt: at, updatedAt: at };
  await db.transaction(async (tx) => {
    await tx.insert(listUploads).values({ id: uploadId, state: "uploaded", ...facts, ...times });
    const step = { noun: "list_upload", subjectId: uploadId, from: null, event: "upload", to: "uploaded" };
    await recordTransition(tx, at, actor, step);
  });
  return ok({ uploadId });
}

type Values = Partial<typeof listUploads.$inferInsert>;

/** One step by compare-and-set, with its line in the record; null where the state does not allow it. */
export async function moveListUpload(
  tx: Tx,
  found: ListUpload,
  event: ListUploadEvent,
  values: Values,
  actor: Actor,
  at: Date,
): Promise<ListUpload | null> {
  const to = listUploadTransitions.find((one) => one.event === event)?.to;
  if (to === undefined) return null;
  const [moved] = await tx
    .update(listUploads)
    .set({ ...values, state: to, updatedAt: at })
    .where(
      and(
        eq(listUploads.id, found.id),
        eq(listUploads.state, found.state),
        inArray(listUploads.state, statesBefore(listUploadTransitions, event)),
      ),
    )
    .returning();
  if (!moved) return null;
  await recordTransition(tx, at, actor, { noun: "list_upload", subjectId: found.id, from: found.state, event, to });
  return moved;
}

/** What the county's people do on the page: name the columns, confirm, give up. */
export async function stepListUpload(
  db: Db,
  input: { uploadId: string; event: "map" | "confirm" | "discard"; columns?: ListTable },
  actor: SignedInActor,
  at: Date,
): Promise<Result<ListUpload, "not_found" | "conflict">> {
  const { uploadId, event, columns } = input;
  return db.transaction(async (tx) => {
    const found = await findListUpload(tx, { uploadId, actor, forUpdate: true });
    if (!found) return err("not_found");
    const values: Values = event === "confirm" ? { confirmedBy: actor.userId } : columns ? { columns } : {};
    const moved = await moveListUpload(tx, found, event, values, actor, at);
    return moved ? ok(moved) : err("conflict");
  });
}

/** Uploads of the actor's county, the newest first; `sha256`: earlier ones of exactly these bytes. */
export function listListUploads(db: DbOrTx, { actor, sha256 }: { actor: Actor; sha256?: string }) {
  return db
    .select()
    .from(listUploads)
    .where(
      and(
        uploadsInScope(actor),
        ne(listUploads.state, "discarded"),
        sha256 === undefined ? undefined : eq(listUploads.sha256, sha256),
      ),
    )
    .orderBy(desc(listUploads.createdAt))
    .limit(20);
}

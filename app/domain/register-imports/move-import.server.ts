import { and, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { type ColumnMap, missingFields } from "./columns.ts";
import { findImport, type RegisterImport } from "./find-import.server.ts";
import { importTransitions } from "./register-import.ts";

type ImportEvent = (typeof importTransitions)[number]["event"];
type Values = Partial<typeof registerImports.$inferInsert>;

/** One step of an import by compare-and-set, with its line in the record; null where it is not in a state that allows the step. */
export async function moveImport(
  tx: Tx,
  found: RegisterImport,
  event: ImportEvent,
  values: Values,
  actor: Actor,
  at: Date,
  reason?: string,
): Promise<RegisterImport | null> {
  const to = importTransitions.find((one) => one.event === event)?.to;
  if (to === undefined) return null;
  const [moved] = await tx
    .update(registerImports)
    .set({ ...values, state: to, updatedAt: at })
    .where(
      and(
        eq(registerImports.id, found.id),
        eq(registerImports.state, found.state),
        inArray(registerImports.state, statesBefore(importTransitions, event)),
      ),
    )
    .returning();
  if (!moved) return null;
  const step = { noun: "register_import", subjectId: found.id, from: found.state, event, to };
  await recordTransition(tx, at, actor, { ...step, reason });
  return moved;
}

type StepInput = { importId: string };

export type MapImportInput = StepInput & {
  columns: ColumnMap;
  programme: "registered_poor" | "monitoring" | null;
  programmeFrom: string | null;
};

/** Step 识别列: what each column is, as a person has looked at it; the check begins. May be done again after a check. */
export async function mapImport(
  db: Db,
  input: MapImportInput,
  actor: Actor,
  at: Date,
): Promise<Result<RegisterImport, "not_found" | "conflict" | "columns_missing">> {
  return db.transaction(async (tx) => {
    const found = await findImport(tx, { importId: input.importId, actor, forUpdate: true });
    if (!found) return err("not_found");
    if (missingFields(input.columns).length > 0) return err("columns_missing");
    const values = {
      columnMap: input.columns,
      defaultProgramme: input.programme,
      defaultProgrammeFrom: input.programmeFrom,
      rowsRead: 0,
    };
    const moved = await moveImport(tx, found, "map", values, actor, at);
    return moved ? ok(moved) : err("conflict");
  });
}

/** Step 确认: from here on the households that were found in order are written. Whoever confirms is on record. */
export async function confirmImport(
  db: Db,
  { importId }: StepInput,
  actor: Actor,
  at: Date,
): Promise<Result<RegisterImport, "not_found" | "conflict" | "nothing_ready">> {
  return db.transaction(async (tx) => {
    const found = await findImport(tx, { importId, actor, forUpdate: true });
    if (!found) return err("not_found");
    if (found.householdsReady === 0) return err("nothing_ready");
    const moved = await moveImport(
      tx,
      found,
      "confirm",
      { confirmedBy: actorUserId(actor), confirmedAt: at },
      actor,
      at,
    );
    return moved ? ok(moved) : err("conflict");
  });
}

/** Gives an import up before anything is written. Its file and staging go with the next clearing. */
export async function discardImport(
  db: Db,
  { importId }: StepInput,
  actor: Actor,
  at: Date,
): Promise<Result<RegisterImport, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const found = await findImport(tx, { importId, actor, forUpdate: true });
    if (!found) return err("not_found");
    const moved = await moveImport(tx, found, "discard", { finishedAt: at }, actor, at);
    return moved ? ok(moved) : err("conflict");
  });
}

/** What was staged is gone (the database crashed): the file is checked again, and the confirmed writing goes on after that. */
export async function restageImport(
  db: Db,
  found: RegisterImport,
  actor: Actor,
  at: Date,
): Promise<RegisterImport | null> {
  return db.transaction((tx) => moveImport(tx, found, "restage", {}, actor, at));
}

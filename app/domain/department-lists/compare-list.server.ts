import { count, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { listComparisons, listMismatches } from "#db/schema/department-lists.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, systemActor } from "../actor.ts";
import type { Row } from "../cell.ts";
import { dayInChina } from "../clock.ts";
import { idNumberIndexField } from "../households/sealed-places.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { readIdNumber, readName } from "../register-imports/cell-values.ts";
import { type DepartmentList, detailOf, findingOf, type ListTable } from "./department-list.ts";
import { countNew, keepMismatches } from "./keep-mismatches.server.ts";
import type { ListRowRefusal } from "./list-upload.ts";
import { type Found, findPeople, notOnTheList } from "./listed-people.server.ts";

export type ComparedCounts = Pick<
  typeof listComparisons.$inferSelect,
  "rowsRead" | "rowsRefused" | "rowsUnknown" | "rowsMatched" | "mismatchesFound"
>;

type Input = {
  kind: DepartmentList;
  regionCode: string;
  file: { name: string; sha256: string; rows: () => AsyncIterable<readonly Row[]> };
  table: ListTable;
  signal?: AbortSignal;
  /** Of the upload it belongs to, so that a comparison that is repeated stays one. */
  comparisonId?: string;
  onProgress?: (counts: ComparedCounts) => Promise<void>;
};
type Tools = { db: Db; sealer: Sealer };

/**
 * Holds a department's list against the register of one subtree (S13). A row is found by the blind index of its ID number; who is not in the
 * register here is counted and forgotten, and of the others only what contradicts the register is kept, sealed. A mismatch that is known, decided
 * or not, does not come back; so a run that was killed is simply repeated. A list of disability cards is taken as whole: who is marked
 * disabled here and is not on it is asked about, too.
 */
export async function compareList(
  tools: Tools,
  input: Input,
  at: Date,
  actor: Actor = systemActor,
): Promise<{ comparisonId: string; counts: ComparedCounts }> {
  const { db } = tools;
  const { kind, regionCode, file, comparisonId = newId() } = input;
  const none = { rowsRead: 0, rowsRefused: 0, rowsUnknown: 0, rowsMatched: 0, mismatchesFound: 0 };
  const facts = { id: comparisonId, kind, regionCode, fileName: file.name, sha256: file.sha256, comparedAt: at };
  await db
    .insert(listComparisons)
    .values({ ...facts, ...none })
    .onConflictDoNothing();
  const keep = (found: readonly Found[]) => keepMismatches(tools, { comparisonId, found }, at);
  const counts = await walkList(tools, input, at, { keep });
  const [kept] = await db
    .select({ count: count() })
    .from(listMismatches)
    .where(eq(listMismatches.comparisonId, comparisonId));
  const all = { ...counts, mismatchesFound: kept?.count ?? 0 };
  await db.update(listComparisons).set(all).where(eq(listComparisons.id, comparisonId));
  const step = { noun: "list_comparison", subjectId: comparisonId, from: null, event: "compare", to: "compared" };
  await db.transaction((tx) => recordTransition(tx, at, actor, step));
  return { comparisonId, counts: all };
}

/** The same without keeping anything: what a comparison would find new, and the rows that cannot be read. */
export async function checkList(
  tools: Tools,
  input: Input,
  at: Date,
  onRefused: (row: number, code: ListRowRefusal) => void,
): Promise<ComparedCounts> {
  return walkList(tools, input, at, { keep: (found) => countNew(tools, found), onRefused });
}

type Walk = {
  /** Returns how many of them are new. */
  keep: (found: readonly Found[]) => Promise<number>;
  onRefused?: (row: number, code: ListRowRefusal) => void;
};

async function walkList({ db, sealer }: Tools, input: Input, at: Date, walk: Walk): Promise<ComparedCounts> {
  const { kind, regionCode, table, file } = input;
  const counts = { rowsRead: 0, rowsRefused: 0, rowsUnknown: 0, rowsMatched: 0, mismatchesFound: 0 };
  const today = dayInChina(at);
  const listed = new Set<string>();
  for await (const batch of file.rows()) {
    input.signal?.throwIfAborted();
    const byIndex = new Map<string, Row>();
    for (const row of batch) {
      if (row.number <= table.headerRow || row.cells.every((cell) => cell === null || cell === "")) continue;
      counts.rowsRead += 1;
      const id = readIdNumber(row.cells[table.idColumn] ?? null, today);
      if (id.ok) byIndex.set(sealer.blindIndex(id.value.number, idNumberIndexField), row);
      else {
        counts.rowsRefused += 1;
        walk.onRefused?.(row.number, id.code);
      }
    }
    const people = await findPeople(db, { kind, regionCode }, [...byIndex.keys()]);
    counts.rowsMatched += people.length;
    counts.rowsUnknown += byIndex.size - people.length;
    const found = people.flatMap((person): Found[] => {
      const row = byIndex.get(person.idNumberIndex ?? "");
      if (row === undefined) return [];
      listed.add(person.memberId);
      const nameCell = table.nameColumn === null ? null : (row.cells[table.nameColumn] ?? null);
      const finding = findingOf(kind, person, readName(nameCell) ?? null);
      return finding === null ? [] : [{ ...person, finding, detail: detailOf(row, table) }];
    });
    counts.mismatchesFound += await walk.keep(found);
    await input.onProgress?.(counts);
  }
  if (kind === "disability" && counts.rowsMatched > 0) {
    counts.mismatchesFound += await walk.keep(await notOnTheList(db, regionCode, listed));
  }
  return counts;
}

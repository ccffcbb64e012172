import { and, eq, inArray, isNull, like, notInArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { listComparisons, listMismatches } from "#db/schema/department-lists.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { systemActor } from "../actor.ts";
import type { Row } from "../cell.ts";
import { dayInChina } from "../clock.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { idNumberIndexField } from "../households/sealed-places.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { readIdNumber, readName } from "../register-imports/cell-values.ts";
import { type DepartmentList, detailOf, findingOf, type ListTable, type MismatchFinding } from "./department-list.ts";
import { mismatchDetailPlace } from "./sealed-places.ts";

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
};

/**
 * Holds a department's list against the register of one subtree (S13). A row is found by the blind index of its ID number; who is not in the
 * register here is counted and forgotten, and of the others only what contradicts the register is kept, sealed. A mismatch that is known, decided
 * or not, does not come back; so a run that was killed is simply repeated. A list of disability cards is taken as whole: who is marked
 * disabled here and is not on it is asked about, too.
 */
export async function compareList(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: Input,
  at: Date,
): Promise<{ comparisonId: string; counts: ComparedCounts }> {
  const { kind, regionCode, table, file } = input;
  const comparisonId = newId();
  const counts = { rowsRead: 0, rowsRefused: 0, rowsUnknown: 0, rowsMatched: 0, mismatchesFound: 0 };
  const today = dayInChina(at);
  const listed = new Set<string>();
  const facts = { id: comparisonId, kind, regionCode, fileName: file.name, sha256: file.sha256, comparedAt: at };
  await db.insert(listComparisons).values({ ...facts, ...counts });
  const keep = async (found: readonly Found[]) => {
    counts.mismatchesFound += await keepMismatches({ db, sealer }, { comparisonId, found }, at);
  };
  for await (const batch of file.rows()) {
    input.signal?.throwIfAborted();
    const rows = batch.filter(({ number }) => number > table.headerRow);
    const byIndex = new Map<string, Row>();
    for (const row of rows) {
      if (row.cells.every((cell) => cell === null || cell === "")) continue;
      counts.rowsRead += 1;
      const id = readIdNumber(row.cells[table.idColumn] ?? null, today);
      if (id.ok) byIndex.set(sealer.blindIndex(id.value.number, idNumberIndexField), row);
      else counts.rowsRefused += 1;
    }
    const people = await findPeople(db, regionCode, [...byIndex.keys()]);
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
    await keep(found);
  }
  if (kind === "disability" && counts.rowsMatched > 0) await keep(await notOnTheList(db, regionCode, listed));
  await db.update(listComparisons).set(counts).where(eq(listComparisons.id, comparisonId));
  const step = { noun: "list_comparison", subjectId: comparisonId, from: null, event: "compare", to: "compared" };
  await db.transaction((tx) => recordTransition(tx, at, systemActor, step));
  return { comparisonId, counts };
}

type Person = { memberId: string; householdId: string; regionCode: string };
type Found = Person & { finding: MismatchFinding; detail: string };

const personColumns = {
  memberId: householdMembers.id,
  householdId: households.id,
  regionCode: households.regionCode,
  idNumberIndex: householdMembers.idNumberIndex,
  name: householdMembers.name,
  isDisabled: householdMembers.isDisabled,
};

/** People on a file that goes on, in the subtree. */
const present = (regionCode: string) =>
  and(
    like(households.regionCode, `${regionCode}%`),
    isNull(householdMembers.leftOn),
    notInArray(households.state, [...endedHouseholdStates]),
  );

function findPeople(db: Db, regionCode: string, indexes: readonly string[]) {
  if (indexes.length === 0) return [];
  return db
    .select(personColumns)
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(and(inArray(householdMembers.idNumberIndex, [...indexes]), present(regionCode)));
}

async function notOnTheList(db: Db, regionCode: string, listed: ReadonlySet<string>): Promise<Found[]> {
  const marked = await db
    .select(personColumns)
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(and(eq(householdMembers.isDisabled, true), present(regionCode)));
  return marked
    .filter(({ memberId, idNumberIndex }) => idNumberIndex !== null && !listed.has(memberId))
    .map((person) => ({ ...person, finding: "not_disabled_by_list" as const, detail: "" }));
}

const mismatchesAtOnce = 500;

async function keepMismatches(
  { db, sealer }: { db: Db; sealer: Sealer },
  { comparisonId, found }: { comparisonId: string; found: readonly Found[] },
  at: Date,
): Promise<number> {
  let kept = 0;
  for (let from = 0; from < found.length; from += mismatchesAtOnce) {
    const values = found
      .slice(from, from + mismatchesAtOnce)
      .map(({ memberId, householdId, regionCode, finding, detail }) => {
        const id = newId();
        const detailSealed = detail === "" ? null : sealer.seal(detail, mismatchDetailPlace(id));
        const contentHash = sealer.blindIndex(Buffer.from(`${memberId} ${detail}`).toString("hex"), "list_row");
        const known = { id, comparisonId, finding, householdId, memberId, regionCode };
        return { ...known, detailSealed, contentHash, state: "open" as const, foundAt: at };
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

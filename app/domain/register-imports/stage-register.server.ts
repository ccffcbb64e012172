import type { Bulk } from "#db/bulk.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Row } from "../cell.ts";
import { guardianText } from "../households/guardian.ts";
import {
  bankAccountIndexField,
  householdBankAccountPlace,
  householdPhonePlace,
  idNumberIndexField,
  memberDiagnosisPlace,
  memberGuardianPlace,
  memberIdNumberPlace,
} from "../households/sealed-places.ts";
import { newOrderedId, newPublicCode } from "../ids.ts";
import { type CheckContext, type CheckedHousehold, checkHousehold, type Finding } from "./check-household.ts";
import { copyLine } from "./copy-text.ts";
import { HouseholdGrouper, type HouseholdRows } from "./household-rows.ts";
import { householdColumns, openStagingStreams, type StagingStreams } from "./staging-streams.server.ts";

export type StagedCounts = { rowsRead: number; rowsSkipped: number; householdsRead: number };

/**
 * Reads a whole file, judges every household and puts those in order into staging, sealed and indexed, by COPY (S2). The text of what is
 * private never reaches the database. What stood there of an earlier try must have been removed. Memory does not grow with the file.
 */
export async function stageRegister(
  { bulk, sealer }: { bulk: Bulk; sealer: Sealer },
  input: {
    importId: string;
    headerRow: number;
    rows: AsyncIterable<readonly Row[]>;
    context: CheckContext;
    /** Hears of every batch of rows; may throw to stop. */
    progress: (counts: StagedCounts) => Promise<void>;
  },
): Promise<StagedCounts> {
  const { importId, headerRow, context } = input;
  const grouper = new HouseholdGrouper(context.columns);
  const counts: StagedCounts = { rowsRead: 0, rowsSkipped: 0, householdsRead: 0 };
  const streams = await openStagingStreams(bulk);
  const take = (household: HouseholdRows | null) => {
    if (household === null) return;
    const ordinal = counts.householdsRead;
    counts.householdsRead += 1;
    const verdict = checkHousehold(household, context);
    for (const finding of verdict.findings) streams.findings.add(findingLine(importId, ordinal, finding));
    if (verdict.household === null) {
      const firstRow = household.rows[0]?.number ?? 0;
      streams.households.add(refusedLine(importId, ordinal, firstRow, household.key));
      return;
    }
    addHousehold({ streams, sealer, importId, ordinal }, verdict.household);
  };
  for await (const batch of input.rows) {
    for (const row of batch) {
      if (row.number <= headerRow) continue;
      counts.rowsRead += 1;
      take(grouper.push(row));
      if (streams.isFull()) await streams.flush();
    }
    counts.rowsSkipped = grouper.skippedRows;
    await input.progress(counts);
  }
  take(grouper.end());
  counts.rowsSkipped = grouper.skippedRows;
  await streams.end();
  return counts;
}

type Target = { streams: StagingStreams; sealer: Sealer; importId: string; ordinal: number };

function addHousehold({ streams, sealer, importId, ordinal }: Target, household: CheckedHousehold): void {
  const id = newOrderedId();
  const { members, phone, bankAccount } = household;
  streams.households.add(
    copyLine([
      importId,
      ordinal,
      Math.min(...members.map(({ row }) => row)),
      "ready",
      household.registerNumber,
      id,
      newPublicCode(),
      household.regionCode,
      members[0]?.name ?? "",
      phone === null ? null : sealer.seal(phone, householdPhonePlace(id)),
      bankAccount === null ? null : sealer.seal(bankAccount, householdBankAccountPlace(id)),
      bankAccount === null ? null : sealer.blindIndex(bankAccount, bankAccountIndexField),
      household.bankName,
      household.groupName,
      household.programme,
      household.programmeFrom,
      household.causes,
      household.circumstances,
    ]),
  );
  members.forEach((member, position) => {
    const { idNumber, diagnosis, guardian } = member;
    const memberId = newOrderedId();
    streams.members.add(
      copyLine([
        importId,
        ordinal,
        member.row,
        position,
        memberId,
        member.name,
        member.relation,
        member.gender,
        member.birthDate,
        idNumber === null ? null : sealer.seal(idNumber, memberIdNumberPlace(memberId)),
        idNumber === null ? null : sealer.blindIndex(idNumber, idNumberIndexField),
        diagnosis === null ? null : sealer.seal(diagnosis, memberDiagnosisPlace(memberId)),
        guardian === null ? null : sealer.seal(guardianText(guardian), memberGuardianPlace(memberId)),
        member.labourAbility,
        member.isStudent,
        member.isDisabled,
        member.hasChronicIllness,
      ]),
    );
  });
}

/** A refused household keeps its place and number only: a second piece of it further down must not pass for the whole. */
function refusedLine(importId: string, ordinal: number, firstRow: number, key: string): string {
  const number = key === "" ? null : key.slice(0, 60);
  return copyLine([
    importId,
    ordinal,
    firstRow,
    "refused",
    number,
    ...Array<null>(householdColumns.length - 5).fill(null),
  ]);
}

function findingLine(importId: string, ordinal: number, finding: Finding): string {
  const { row, column, field, code, isWarning, otherRow } = finding;
  return copyLine([importId, ordinal, row, column, field, code, isWarning, otherRow ?? null]);
}

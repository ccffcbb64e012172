import type { Sealer } from "#db/sealer.server.ts";
import { guardianText } from "../households/guardian.ts";
import type { HouseholdProgramme } from "../households/household.ts";
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
import type { ColumnMap } from "./columns.ts";
import { copyLine } from "./copy-text.ts";
import type { HouseholdRows } from "./household-rows.ts";
import { type Place, PlaceFinder } from "./places.ts";
import { householdColumns } from "./staging-streams.server.ts";

/** What a file's households are judged by; plain data, so that a thread can be given it. */
export type StagingWork = {
  importId: string;
  columns: ColumnMap;
  scope: string;
  places: Place[];
  programme: HouseholdProgramme | null;
  programmeFrom: string | null;
  today: string;
};

/** Households of the file that follow each other; the ordinal is that of the first. */
export type HouseholdBatch = { firstOrdinal: number; households: readonly HouseholdRows[] };

/** Lines of COPY text for the three tables of staging. */
export type StagedText = {
  households: string | Uint8Array;
  members: string | Uint8Array;
  findings: string | Uint8Array;
};

/** Judges and seals batches, here or in threads. Whoever opens it ends it. */
export type BatchStager = {
  /** So many batches may be under way at once: more would only wait in memory. */
  capacity: number;
  stage: (batch: HouseholdBatch) => Promise<StagedText>;
  end: () => Promise<void>;
};

/** Without threads: for files that are over before a thread has started. */
export function stageHere(sealer: Sealer, work: StagingWork): BatchStager {
  const stage = batchStager(sealer, work);
  return { capacity: 1, stage: async (batch) => stage(batch), end: async () => {} };
}

/** Every check of a household by itself, then sealing and blind indexes: the private text does not leave this function (S2). */
export function batchStager(sealer: Sealer, work: StagingWork): (batch: HouseholdBatch) => StagedText {
  const { importId, columns, programme, programmeFrom, today } = work;
  const context: CheckContext = {
    columns,
    places: new PlaceFinder(work.scope, work.places),
    programme,
    programmeFrom,
    today,
  };
  return ({ firstOrdinal, households }) => {
    const text = { households: "", members: "", findings: "" };
    households.forEach((rows, index) => {
      const ordinal = firstOrdinal + index;
      const { household, findings } = checkHousehold(rows, context);
      for (const finding of findings) text.findings += findingLine(importId, ordinal, finding);
      if (household === null) text.households += refusedLine(importId, ordinal, rows);
      else addHousehold({ text, sealer, importId, ordinal }, household);
    });
    return text;
  };
}

type Target = { text: { households: string; members: string }; sealer: Sealer; importId: string; ordinal: number };

/** What belongs to one household is erased together, so it has one data key (F5, F12). */
function addHousehold({ text, sealer, importId, ordinal }: Target, household: CheckedHousehold): void {
  const id = newOrderedId();
  const { members, phone, bankAccount } = household;
  const seal = sealer.sealerOfRecord();
  text.households += copyLine([
    importId,
    ordinal,
    Math.min(...members.map(({ row }) => row)),
    "ready",
    household.registerNumber,
    id,
    newPublicCode(),
    household.regionCode,
    members[0]?.name ?? "",
    phone === null ? null : seal(phone, householdPhonePlace(id)),
    bankAccount === null ? null : seal(bankAccount, householdBankAccountPlace(id)),
    bankAccount === null ? null : sealer.blindIndex(bankAccount, bankAccountIndexField),
    household.bankName,
    household.groupName,
    household.programme,
    household.programmeFrom,
    household.causes,
    household.circumstances,
  ]);
  members.forEach((member, position) => {
    const { idNumber, diagnosis, guardian } = member;
    const memberId = newOrderedId();
    text.members += copyLine([
      importId,
      ordinal,
      member.row,
      position,
      memberId,
      member.name,
      member.relation,
      member.gender,
      member.birthDate,
      idNumber === null ? null : seal(idNumber, memberIdNumberPlace(memberId)),
      idNumber === null ? null : sealer.blindIndex(idNumber, idNumberIndexField),
      diagnosis === null ? null : seal(diagnosis, memberDiagnosisPlace(memberId)),
      guardian === null ? null : seal(guardianText(guardian), memberGuardianPlace(memberId)),
      member.labourAbility,
      member.isStudent,
      member.isDisabled,
      member.hasChronicIllness,
    ]);
  });
}

/** A refused household keeps its place and number only: a second piece of it further down must not pass for the whole. */
function refusedLine(importId: string, ordinal: number, { key, rows }: HouseholdRows): string {
  const number = key === "" ? null : key.slice(0, 60);
  const nothing = Array<null>(householdColumns.length - 5).fill(null);
  return copyLine([importId, ordinal, rows[0]?.number ?? 0, "refused", number, ...nothing]);
}

function findingLine(importId: string, ordinal: number, finding: Finding): string {
  const { row, column, field, code, isWarning, otherRow } = finding;
  return copyLine([importId, ordinal, row, column, field, code, isWarning, otherRow ?? null]);
}

/**
 * Judges one household of a file: what would be put on file, or every reason why not, each with row and column. A household is whole or not at
 * all: one bad row refuses it. Warnings tell what is not taken over word by word.
 */

import type { Row } from "../cell.ts";
import { isBlank, textOf } from "../cell.ts";
import { readDay } from "../cell-day.ts";
import { ageOn } from "../clock.ts";
import type { Guardian } from "../households/guardian.ts";
import type { HouseholdProgramme, LabourAbility, MemberRelation, PovertyCause } from "../households/household.ts";
import { largestHousehold } from "../households/household-form.ts";
import {
  readBankAccount,
  readCauses,
  readDisability,
  readGender,
  readGuardianRelation,
  readHealth,
  readHouseholdNumber,
  readIdNumber,
  readLabour,
  readName,
  readPhone,
  readProgramme,
  readRelation,
  readStudent,
} from "./cell-values.ts";
import type { ColumnMap, RegisterField } from "./columns.ts";
import { cellOf, type HouseholdRows, householdFact, householdFields } from "./household-rows.ts";
import type { PlaceFinder } from "./places.ts";

export type Finding = {
  row: number;
  /** Index of the column; null where no column is at fault. */
  column: number | null;
  field: RegisterField | null;
  code: FindingCode;
  isWarning: boolean;
  /** The other row of the file, for what is there twice. */
  otherRow?: number;
};

export const warningCodes = [
  "cause_kept_as_text",
  "phone_not_kept",
  "account_not_kept",
  "account_taken",
  "guardian_not_kept",
  "health_not_read",
] as const;

export const findingCodes = [
  ...warningCodes,
  "required",
  "name",
  "relation",
  "id_is_number",
  "id_damaged",
  "id_empty",
  "id_old_15",
  "id_not_mainland",
  "id_format",
  "id_region",
  "id_birth_date",
  "id_birth_in_future",
  "id_checksum",
  "birth_date",
  "birth_in_future",
  "birth_differs",
  "gender",
  "gender_differs",
  "labour",
  "number_is_number",
  "number_format",
  "programme",
  "programme_from",
  "day_in_future",
  "village_missing",
  "village_unknown",
  "village_ambiguous",
  "outside_scope",
  "no_head",
  "two_heads",
  "head_differs",
  "differs_in_household",
  "too_many_members",
  "twice_in_household",
  "person_twice",
  "household_split",
  "person_on_file",
  "person_on_file_elsewhere",
  "number_taken",
] as const;
export type FindingCode = (typeof findingCodes)[number];

export type CheckedMember = {
  row: number;
  name: string;
  relation: MemberRelation;
  idNumber: string | null;
  birthDate: string;
  gender: "female" | "male";
  labourAbility: LabourAbility;
  isStudent: boolean;
  isDisabled: boolean;
  hasChronicIllness: boolean;
  diagnosis: string | null;
  guardian: Guardian | null;
};

export type CheckedHousehold = {
  registerNumber: string;
  regionCode: string;
  groupName: string | null;
  phone: string | null;
  bankAccount: string | null;
  bankName: string | null;
  programme: HouseholdProgramme;
  programmeFrom: string;
  causes: PovertyCause[];
  circumstances: string;
  /** The head first. */
  members: CheckedMember[];
};

export type CheckContext = {
  columns: ColumnMap;
  places: PlaceFinder;
  /** For files that do not say it row by row. */
  programme: HouseholdProgramme | null;
  programmeFrom: string | null;
  /** `YYYY-MM-DD`, China. */
  today: string;
};

export type Verdict = { household: CheckedHousehold | null; findings: Finding[] };

export function checkHousehold(rows: HouseholdRows, context: CheckContext): Verdict {
  const findings: Finding[] = [];
  const [firstRow] = rows.rows;
  if (firstRow === undefined) return { household: null, findings };
  const { columns } = context;
  const refuse = (row: Row, field: RegisterField | null, code: FindingCode) => {
    findings.push({
      row: row.number,
      column: field === null ? null : (columns[field]?.[0] ?? null),
      field,
      code,
      isWarning: false,
    });
  };
  const warn = (row: Row, field: RegisterField, code: FindingCode) => {
    findings.push({ row: row.number, column: columns[field]?.[0] ?? null, field, code, isWarning: true });
  };
  const facts = readFacts(rows, context, refuse, warn);
  const members = rows.rows.flatMap((row) => readMember(row, context, refuse, warn) ?? []);
  if (rows.rows.length > largestHousehold) refuse(firstRow, null, "too_many_members");
  checkTogether(rows, members, context, refuse);
  const isRefused = findings.some(({ isWarning }) => !isWarning);
  if (isRefused || facts === null) return { household: null, findings };
  const heads = members.filter(({ relation }) => relation === "head");
  const others = members.filter(({ relation }) => relation !== "head");
  return { household: { ...facts, members: [...heads, ...others] }, findings };
}

type Say = (row: Row, field: RegisterField, code: FindingCode) => void;
type Refuse = (row: Row, field: RegisterField | null, code: FindingCode) => void;

function readFacts(
  rows: HouseholdRows,
  context: CheckContext,
  refuse: Refuse,
  warn: Say,
): Omit<CheckedHousehold, "members"> | null {
  const { columns, today } = context;
  const first = rows.rows[0] as Row;
  const found = new Map<RegisterField, { cell: Row["cells"][number]; row: Row }>();
  for (const field of householdFields) {
    const { fact, differing } = householdFact(rows, columns[field]);
    if (fact !== null) found.set(field, fact);
    if (differing !== null) refuse(differing, field, "differs_in_household");
  }
  const cell = (field: RegisterField) => found.get(field)?.cell ?? null;
  const rowOf = (field: RegisterField) => found.get(field)?.row ?? first;

  const number = readHouseholdNumber(cell("householdNumber"));
  if (!number.ok) {
    const code =
      number.code === "empty" ? "required" : number.code === "is_number" ? "number_is_number" : "number_format";
    refuse(rowOf("householdNumber"), "householdNumber", code);
  }
  const place = context.places.find({
    villageCode: cell("villageCode"),
    county: cell("county"),
    town: cell("town"),
    village: cell("village"),
  });
  if (!place.ok) {
    const field = columns.villageCode !== undefined && found.has("villageCode") ? "villageCode" : "village";
    refuse(rowOf(field), field, place.code);
  }
  const programme = found.has("programme") ? readProgramme(cell("programme")) : (context.programme ?? undefined);
  if (programme === undefined) refuse(rowOf("programme"), "programme", "programme");
  const from = found.has("programmeFrom")
    ? readDay(cell("programmeFrom"), { isMonthEnough: true })
    : (context.programmeFrom ?? undefined);
  if (from === undefined) refuse(rowOf("programmeFrom"), "programmeFrom", "programme_from");
  else if (from > today) refuse(rowOf("programmeFrom"), "programmeFrom", "day_in_future");
  const phone = readPhone(cell("phone"));
  if (phone === undefined && found.has("phone")) warn(rowOf("phone"), "phone", "phone_not_kept");
  const account = readBankAccount(cell("bankAccount"));
  if (account === undefined && found.has("bankAccount")) {
    warn(rowOf("bankAccount"), "bankAccount", "account_not_kept");
  }

  const causeCells = new Set<Row["cells"][number]>();
  for (const row of rows.rows) for (const column of columns.causes ?? []) causeCells.add(row.cells[column] ?? null);
  const { causes, kept } = readCauses([...causeCells].filter((one) => !isBlank(one)));
  if (kept.length > 0) warn(first, "causes", "cause_kept_as_text");
  if (!number.ok || !place.ok || programme === undefined || from === undefined) return null;
  return {
    registerNumber: number.value,
    regionCode: place.value,
    groupName: textOf(cell("group")).slice(0, 20) || null,
    phone: phone ?? null,
    bankAccount: account ?? null,
    bankName: account === undefined ? null : textOf(cell("bankName")).slice(0, 40) || null,
    programme,
    programmeFrom: from,
    causes,
    circumstances: kept.length === 0 ? "" : `登记册所载原因：${[...new Set(kept)].join("、")}`.slice(0, 1000),
  };
}

function readMember(row: Row, context: CheckContext, refuse: Refuse, warn: Say): CheckedMember | undefined {
  const { columns, today } = context;
  const cell = (field: RegisterField) => cellOf(row, columns[field]);
  const name = readName(cell("name"));
  if (name === undefined) refuse(row, "name", isBlank(cell("name")) ? "required" : "name");
  const relation = readRelation(cell("relation"));
  if (relation === undefined) refuse(row, "relation", isBlank(cell("relation")) ? "required" : "relation");
  const identity = readIdentity(row, context, refuse);
  if (identity === undefined) return undefined;
  const labourAbility = readLabour(cell("labourAbility"), ageOn(identity.birthDate, today));
  if (labourAbility === undefined) refuse(row, "labourAbility", isBlank(cell("labourAbility")) ? "required" : "labour");
  if (name === undefined || relation === undefined || labourAbility === undefined) return undefined;
  let isDisabled = false;
  let hasChronicIllness = false;
  for (const column of columns.health ?? []) {
    const health = readHealth(row.cells[column] ?? null);
    if (health === undefined && !isBlank(row.cells[column])) warn(row, "health", "health_not_read");
    isDisabled ||= health?.isDisabled ?? false;
    hasChronicIllness ||= health?.hasChronicIllness ?? false;
  }
  for (const column of columns.disability ?? []) isDisabled ||= readDisability(row.cells[column] ?? null);
  const isStudent = readStudent(cell("student"));
  return {
    row: row.number,
    name,
    relation,
    ...identity,
    labourAbility,
    isStudent,
    isDisabled,
    hasChronicIllness,
    diagnosis: textOf(cell("diagnosis")).slice(0, 100) || null,
    guardian: readGuardianOf(row, context, warn),
  };
}

function readGuardianOf(row: Row, { columns }: CheckContext, warn: Say): Guardian | null {
  const nameCell = cellOf(row, columns.guardianName);
  if (isBlank(nameCell) || /^(?:无|否|\/|-)$/.test(textOf(nameCell))) return null;
  const name = readName(nameCell);
  if (name === undefined) {
    warn(row, "guardianName", "guardian_not_kept");
    return null;
  }
  const relation = readGuardianRelation(cellOf(row, columns.guardianRelation));
  return { name, relation, phone: readPhone(cellOf(row, columns.guardianPhone)) ?? null };
}

/** Birthday and sex from the ID number; where there is none, from their columns. Where both say it they must agree. */
function readIdentity(row: Row, { columns, today }: CheckContext, refuse: Refuse) {
  const idCell = cellOf(row, columns.idNumber);
  const birthCell = cellOf(row, columns.birthDate);
  const genderCell = cellOf(row, columns.gender);
  const birthDate = isBlank(birthCell) ? undefined : readDay(birthCell);
  const gender = isBlank(genderCell) ? undefined : readGender(genderCell);
  if (!isBlank(genderCell) && gender === undefined) return void refuse(row, "gender", "gender");
  if (!isBlank(idCell)) {
    const id = readIdNumber(idCell, today);
    if (!id.ok) return void refuse(row, "idNumber", `id_${id.code}`);
    if (birthDate !== undefined && birthDate !== id.value.birthDate)
      return void refuse(row, "birthDate", "birth_differs");
    if (gender !== undefined && gender !== id.value.gender) return void refuse(row, "gender", "gender_differs");
    return { idNumber: id.value.number, birthDate: id.value.birthDate, gender: id.value.gender };
  }
  if (columns.idNumber !== undefined && columns.birthDate === undefined)
    return void refuse(row, "idNumber", "required");
  if (birthDate === undefined) return void refuse(row, "birthDate", isBlank(birthCell) ? "required" : "birth_date");
  if (birthDate > today) return void refuse(row, "birthDate", "birth_in_future");
  if (gender === undefined) return void refuse(row, "gender", "required");
  return { idNumber: null, birthDate, gender };
}

function checkTogether(
  rows: HouseholdRows,
  members: readonly CheckedMember[],
  context: CheckContext,
  refuse: Refuse,
): void {
  const rowByNumber = new Map(rows.rows.map((row) => [row.number, row]));
  const first = rows.rows[0] as Row;
  const heads = members.filter(({ relation }) => relation === "head");
  const isComplete = members.length === rows.rows.length;
  const [head, second] = heads;
  if (head === undefined && isComplete) refuse(first, "relation", "no_head");
  if (second !== undefined) refuse(rowByNumber.get(second.row) ?? first, "relation", "two_heads");
  const { fact } = householdFact(rows, context.columns.headName);
  if (head !== undefined && second === undefined && fact !== null && readName(fact.cell) !== head.name) {
    refuse(fact.row, "headName", "head_differs");
  }
  const seen = new Set<string>();
  for (const { idNumber, row } of members) {
    if (idNumber === null) continue;
    if (seen.has(idNumber)) refuse(rowByNumber.get(row) ?? first, "idNumber", "twice_in_household");
    seen.add(idNumber);
  }
}

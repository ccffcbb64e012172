import type { Bulk } from "#db/bulk.server.ts";

export const householdColumns = [
  "import_id",
  "ordinal",
  "first_row",
  "verdict",
  "register_number",
  "id",
  "public_code",
  "region_code",
  "head_name",
  "phone_sealed",
  "bank_account_sealed",
  "bank_account_index",
  "bank_name",
  "group_name",
  "programme",
  "programme_from",
  "causes",
  "circumstances",
] as const;
const memberColumns = [
  "import_id",
  "ordinal",
  "row_number",
  "position",
  "id",
  "name",
  "relation",
  "gender",
  "birth_date",
  "id_number_sealed",
  "id_number_index",
  "diagnosis_sealed",
  "guardian_sealed",
  "labour_ability",
  "is_student",
  "is_disabled",
  "has_chronic_illness",
] as const;
const findingColumns = [
  "import_id",
  "ordinal",
  "row_number",
  "column_index",
  "field",
  "code",
  "is_warning",
  "other_row",
] as const;

/** Three COPY streams into staging; `write` waits while the server is slower, so that memory stays flat whatever the file. */
export async function openStagingStreams(bulk: Bulk) {
  const households = await bulk.copy("register_import_households", householdColumns);
  const members = await bulk.copy("register_import_members", memberColumns);
  const findings = await bulk.copy("register_import_findings", findingColumns);
  return {
    write: async (text: Readonly<Record<"households" | "members" | "findings", string | Uint8Array>>) => {
      await households.write(text.households);
      await members.write(text.members);
      await findings.write(text.findings);
    },
    end: async () => {
      for (const stream of [households, members, findings]) await stream.end();
    },
  };
}

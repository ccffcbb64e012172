import type { Bulk, CopyStream } from "#db/bulk.server.ts";

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

/** Written to the server in pieces of about this size, so that memory stays flat. */
const pieceCharacters = 128 * 1024;

/** Three COPY streams into staging, buffered so that memory stays flat whatever the file. */
export async function openStagingStreams(bulk: Bulk) {
  const households = buffered(await bulk.copy("register_import_households", householdColumns));
  const members = buffered(await bulk.copy("register_import_members", memberColumns));
  const findings = buffered(await bulk.copy("register_import_findings", findingColumns));
  const all = [households, members, findings];
  return {
    households,
    members,
    findings,
    isFull: () => all.some((one) => one.isFull()),
    flush: async () => {
      for (const one of all) await one.flush();
    },
    end: async () => {
      for (const one of all) await one.end();
    },
  };
}

function buffered(stream: CopyStream) {
  let text = "";
  const flush = async () => {
    const piece = text;
    text = "";
    await stream.write(piece);
  };
  return {
    add: (line: string) => {
      text += line;
    },
    isFull: () => text.length > pieceCharacters,
    flush,
    end: async () => {
      await flush();
      await stream.end();
    },
  };
}

export type StagingStreams = Awaited<ReturnType<typeof openStagingStreams>>;

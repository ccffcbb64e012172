import type { Bulk } from "#db/bulk.server.ts";

/**
 * What only the whole file and the register together can tell (S3): one number for two households, one person in two, a household or a person
 * that is on file already. `parameters` names what $1, $2 … are: 1 the import, 2 the index of the ID column, 3 that of the number's column, 4
 * the subtree, 5 the index of the account's column. Every statement may be repeated. A person on file outside the subtree is said to be elsewhere, and nothing more (S31).
 */
const judgements: readonly { text: string; parameters: readonly (1 | 2 | 3 | 4 | 5)[] }[] = [
  { text: "select analyze_register_staging()", parameters: [] },
  {
    // One number for two households of the file, or pieces of one household apart from each other: none of them is taken.
    parameters: [1, 3],
    text: `
    with split as (
      select register_number, min(first_row) as first_row from register_import_households
      where import_id = $1 and register_number is not null group by register_number having count(*) > 1
    ), found as (
      select h.ordinal, h.first_row, s.first_row as other_row from register_import_households h join split s using (register_number)
      where h.import_id = $1 and h.verdict = 'ready'
    ), told as (
      insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning, other_row)
      select $1, ordinal, first_row, $2::int, 'householdNumber', 'household_split', false, nullif(other_row, first_row) from found
    )
    update register_import_households h set verdict = 'refused' from found where h.import_id = $1 and h.ordinal = found.ordinal`,
  },
  {
    // One person in two households of the file: which is right is not ours to guess, so neither is taken.
    parameters: [1, 2],
    text: `
    with twice as (
      select id_number_index, min(row_number) as first_row, max(row_number) as last_row from register_import_members
      where import_id = $1 and id_number_index is not null group by id_number_index having count(*) > 1
    ), found as (
      select m.ordinal, m.row_number, case when m.row_number = t.first_row then t.last_row else t.first_row end as other_row
      from register_import_members m join twice t using (id_number_index) where m.import_id = $1
    ), told as (
      insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning, other_row)
      select $1, ordinal, row_number, $2::int, 'idNumber', 'person_twice', false, other_row from found
    )
    update register_import_households h set verdict = 'refused' from found where h.import_id = $1 and h.ordinal = found.ordinal`,
  },
  {
    // The same household with the same persons is on file: left as it is (S44). An earlier try of this import counts too.
    parameters: [1, 4],
    text: `
    update register_import_households s set verdict = 'unchanged'
    from households h
    where s.import_id = $1 and s.verdict = 'ready' and h.register_number = s.register_number and h.region_code = s.region_code
      and h.region_code like $2 || '%'
      and not exists (
        select from register_import_members m where m.import_id = $1 and m.ordinal = s.ordinal and not exists (
          select from household_members known where known.household_id = h.id and known.left_on is null
            and case when m.id_number_index is null then known.name = m.name and known.birth_date = m.birth_date
                else known.id_number_index = m.id_number_index end))`,
  },
  {
    parameters: [1, 3],
    text: `
    with found as (
      select s.ordinal, s.first_row from register_import_households s join households h on h.register_number = s.register_number
      where s.import_id = $1 and s.verdict = 'ready'
    ), told as (
      insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning, other_row)
      select $1, ordinal, first_row, $2::int, 'householdNumber', 'number_taken', false, null from found
    )
    update register_import_households s set verdict = 'refused' from found where s.import_id = $1 and s.ordinal = found.ordinal`,
  },
  {
    parameters: [1, 2, 4],
    text: `
    with found as (
      select m.ordinal, m.row_number, h.region_code like $3 || '%' as is_inside
      from register_import_members m
      join register_import_households s on s.import_id = m.import_id and s.ordinal = m.ordinal and s.verdict = 'ready'
      join household_members known on known.id_number_index = m.id_number_index
      join households h on h.id = known.household_id
      where m.import_id = $1 and m.id_number_index is not null
    ), told as (
      insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning, other_row)
      select $1, ordinal, row_number, $2::int, 'idNumber', case when is_inside then 'person_on_file' else 'person_on_file_elsewhere' end, false, null
      from found
    )
    update register_import_households s set verdict = 'refused' from found where s.import_id = $1 and s.ordinal = found.ordinal`,
  },
  {
    // One account for two households of the file, or one that is on a file already: whose it is is not ours to guess, so it is left out.
    parameters: [1, 5],
    text: `
    with shared as (
      select bank_account_index from register_import_households where import_id = $1 and verdict = 'ready' and bank_account_index is not null
      group by bank_account_index having count(*) > 1
      union select s.bank_account_index from register_import_households s join households h using (bank_account_index)
      where s.import_id = $1 and s.verdict = 'ready'
    ), found as (
      select ordinal, first_row from register_import_households s join shared using (bank_account_index)
      where s.import_id = $1 and s.verdict = 'ready'
    ), told as (
      insert into register_import_findings (import_id, ordinal, row_number, column_index, field, code, is_warning, other_row)
      select $1, ordinal, first_row, $2::int, 'bankAccount', 'account_taken', true, null from found
    )
    update register_import_households s set bank_account_sealed = null, bank_account_index = null, bank_name = null
    from found where s.import_id = $1 and s.ordinal = found.ordinal`,
  },
];

export type StagedTotals = { ready: number; unchanged: number; refused: number; personsReady: number };

export async function judgeStaged(
  bulk: Bulk,
  input: {
    importId: string;
    idColumn: number | null;
    numberColumn: number | null;
    accountColumn: number | null;
    scope: string;
  },
): Promise<StagedTotals> {
  const values = {
    1: input.importId,
    2: input.idColumn,
    3: input.numberColumn,
    4: input.scope,
    5: input.accountColumn,
  } as const;
  for (const { text, parameters } of judgements)
    await bulk.run(
      text,
      parameters.map((number) => values[number]),
    );
  const [row = {}] = await bulk.run(
    `select count(*) filter (where verdict = 'ready')::int as ready, count(*) filter (where verdict = 'unchanged')::int as unchanged,
       count(*) filter (where verdict = 'refused')::int as refused,
       (select count(*)::int from register_import_members m join register_import_households h using (import_id, ordinal)
         where m.import_id = $1 and h.verdict = 'ready') as persons_ready
     from register_import_households where import_id = $1`,
    [input.importId],
  );
  return {
    ready: Number(row.ready),
    unchanged: Number(row.unchanged),
    refused: Number(row.refused),
    personsReady: Number(row.persons_ready),
  };
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

/**
 * Whether the tables could be spread over several servers by county (Citus: a distribution column, co-located tables, reference tables).
 * Every table has its place: it names a place itself, hangs by a key on one that does, is on every server, or stays whole for a reason that
 * stands here. And no unique key of a spread table may have to be asked of all servers, unless it is random, or listed with what would
 * answer it instead. A new table or key fails until somebody has decided.
 */

/** On every server (`create_reference_table`): few rows, written seldom, read from everywhere. */
const everywhere: Readonly<Record<string, string>> = {
  regions: "the tree of divisions: every subtree filter joins it",
  region_flag_periods: "dated flags of the tree",
  jurisdiction_settings: "rules of a place hold for everything below it, up to the whole country",
  item_prices: "rules of a place",
  wording_rules: "rules of a place",
  rule_proposals: "rules of a place on their way",
  policy_articles: "texts for the whole country or a province",
  plan_budget_lines: "one plan's published figures",
  organizations: "one charity or enterprise helps in many counties",
  organization_members: "of an organization",
  fundraising_filings: "of a charity; a public need anywhere names one",
  match_weights: "one list of weights for all",
  search_facet_sets: "combinations of facet values, a few hundred",
  users: "staff, donors and helpers act in many counties, and every record names one",
  role_grants: "asked with every request of staff, for any subtree",
  role_proposals: "of a role",
  account_proposals: "of an account",
  pairing_kinds: "the kinds of ties the plans name, a dozen",
  helper_groups: "of an organization",
  professionals: "of an account: a doctor or an expert goes to any county",
};

/** Stays on one server: what it promises holds for the whole only, or belongs to no place. */
const whole: Readonly<Record<string, string>> = {
  alarms: "of the operation, not of a place",
  bank_accounts: "of a charity", // its books are one
  bank_statements: "of a charity's account",
  bank_lines: "of a charity's account",
  bank_line_details: "of a charity's account",
  bank_matches: "pairs a bank's line with a movement of the ledger",
  chain_links: "one chain over everything: its order is the proof (F9)",
  chain_pending: "waits for the chain",
  chain_roots: "one root a day",
  files: "addressed by key; the bytes are in the object store",
  intents: "an offer may be for any county",
  ledger_accounts: "a charity's accounts and those of its needs balance together (A2)",
  ledger_entries: "a movement's entries balance in one transaction",
  ledger_lots: "where each fen came from; numbered without a gap",
  ledger_transactions: "numbered without a gap",
  pool_allocations: "moves money between accounts of the ledger",
  mails: "queue of the job process",
  match_rounds: "one round over all counties",
  outbox_events: "queue of the job process, in one order",
  own_money: "of a charity",
  parked_events: "of the payment provider",
  password_resets: "of an account",
  pending_sign_ins: "of an account",
  rate_limits: "of an address or account",
  reconciliation_findings: "of a charity",
  reconciliation_runs: "of a charity",
  recovery_codes: "of an account",
  second_factors: "of an account",
  sessions: "of an account; short rows, read by key",
  state_transitions: "steps of every noun, in the chain",
  stripe_events: "of the payment provider, before it is known what they are about",
  register_import_findings: "of an import under way; dropped after it",
  register_import_members: "of an import under way; dropped after it",
  register_import_households: "of an import under way; dropped after it",
  register_imports: "one file may hold many counties",
};

/** Unique keys of spread tables that mean something by themselves, and what would keep them when no server sees all rows. */
const askedOfAll: Readonly<Record<string, string>> = {
  households_registerNumber_unique: "directory of numbers: the register's number begins with its county",
  households_bankAccountIndex_unique: "directory: one account on two files anywhere is the fraud it looks for (F6)",
  household_members_idNumberIndex_unique: "directory: one person on two files anywhere (F6)",
  household_warnings_key_unique: "the key holds the household's id",
  complaints_caseNumber_unique: "numbered by the country's office",
  funds_code_unique: "the code holds its place",
  disputes_pkey: "the provider's id",
  donations_checkoutSessionId_unique: "the provider's id",
  donations_paymentIntentId_unique: "the provider's id",
  donations_providerInvoiceId_unique: "the provider's id",
  monthly_gifts_cardSessionId_unique: "the provider's id",
  monthly_gifts_checkoutSessionId_unique: "the provider's id",
  monthly_gifts_providerSubscriptionId_unique: "the provider's id",
  refunds_providerRefundId_unique: "the provider's id",
  offline_gifts_document: "of a charity: its documents are few; directory by charity",
  match_needs_publicCode_unique: "copy of the need's code",
  pairings_one_live:
    "the target is a household, a village or an organization's own id: the key would take the place in",
  search_documents_noun_id_pk: "the id is the need's or the village's own",
};

/** Random, so that two servers never draw the same: no server need be asked. A lookup by it goes to all, or through a directory. */
const random = /^(public_code|verify_code|receipt_number|lot_code|form_nonce|code_hash|claim_code_hash|address_index)$/;
const namesPlace: readonly string[] = ["region_code", "county_code", "town_code"];

/** Foreign keys that would become a plain id with a check of ours, because the two rows would lie on different servers. */
const crossing: Readonly<Record<string, string>> = {
  "pool_allocations.need_id": "the ledger is whole, its needs are in their counties",
};

type Row = { table: string; columns: string[] };
type Key = { table: string; name: string; columns: string[]; types: string[] };
type Link = { table: string; target: string; columns: string[] };

let database: TestDatabase;
let tables: Row[];
let keys: Key[];
let links: Link[];
beforeAll(async () => {
  database = await createTestDatabase();
  tables = await database.sql<Row[]>`
    select c.relname as table, array_agg(a.attname::text) as columns from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`;
  keys = await database.sql<Key[]>`
    select t.relname as table, i.relname as name, array_agg(a.attname::text) as columns, array_agg(format_type(a.atttypid, null)) as types
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = any (x.indkey)
    where x.indisunique and t.relnamespace = 'public'::regnamespace group by 1, 2 order by 1, 2`;
  links = await database.sql<Link[]>`
    select c.conrelid::regclass::text as table, c.confrelid::regclass::text as target, array_agg(a.attname::text) as columns
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace group by c.oid, 1, 2`;
});
afterAll(() => database.drop());

/** Tables with a county: those that name a place, then those that hang on them, with the columns that lead there. */
function spreadTables(): Map<string, Set<string>> {
  const isPlaced = (name: string) => name in everywhere || name in whole;
  const spread = new Map<string, Set<string>>();
  for (const { table, columns } of tables) {
    const places = columns.filter((column) => namesPlace.includes(column));
    if (!isPlaced(table) && places.length > 0) spread.set(table, new Set(places));
  }
  for (let before = -1; before !== spread.size; ) {
    before = spread.size;
    for (const { table, target } of links)
      if (!isPlaced(table) && spread.has(target) && !spread.has(table)) spread.set(table, new Set());
  }
  for (const { table, target, columns } of links)
    if (spread.has(target)) for (const column of columns) spread.get(table)?.add(column);
  return spread;
}

describe("spreading over several servers by county", () => {
  it("every table has its place: by county, on every server, or whole for a reason", () => {
    const spread = spreadTables();
    const undecided = tables.filter(({ table }) => !spread.has(table) && !(table in everywhere) && !(table in whole));
    expect(undecided.map(({ table }) => table)).toEqual([]);
    expect([...spread.keys()]).toEqual(
      expect.arrayContaining(["households", "household_members", "needs", "donations", "visits"]),
    );
    expect(spread.size).toBeGreaterThan(50);
  });

  it("no list names what is not there, and no table is on two", () => {
    const names = new Set(tables.map(({ table }) => table));
    const listed = [...Object.keys(everywhere), ...Object.keys(whole)];
    expect(listed.filter((table) => !names.has(table))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
    const keyNames = new Set(keys.map(({ name }) => name));
    expect(Object.keys(askedOfAll).filter((name) => !keyNames.has(name))).toEqual([]);
  });

  it("no unique key of a spread table must be asked of all servers: it holds what leads to the county, or is random, or is listed", () => {
    const spread = spreadTables();
    const asked = keys.filter(({ table, name, columns, types }) => {
      const local = spread.get(table);
      if (local === undefined || name in askedOfAll) return false;
      const isRandom = columns.some((column) => random.test(column)) || (types.length === 1 && types[0] === "uuid");
      return !isRandom && !columns.some((column) => local.has(column));
    });
    expect(asked.map(({ table, name, columns }) => `${table}.${name} (${columns.join(", ")})`)).toEqual([]);
  });

  it("a row points to its own county, to what is everywhere, or to what stays whole; a whole table into a county only where listed", () => {
    const spread = spreadTables();
    const into = links
      .filter(({ table, target }) => !spread.has(table) && spread.has(target))
      .flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
      .filter((one) => !(one in crossing));
    expect(into).toEqual([]);
  });
});

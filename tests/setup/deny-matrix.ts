import { pathToFileURL } from "node:url";
import { z } from "zod";
import { complaintCode } from "#app/domain/complaints/complaint-code.server.ts";
import { projectFolder } from "#scripts/parts.ts";
import type { TestDatabase } from "./database.ts";
import { seededSealer } from "./seeded-database.ts";
import { ensureBuild } from "./site.ts";

type Call = (args: unknown) => Promise<unknown>;

/** A route as it was built: where it is and whom its loader and its action let in. Null: it has none. */
export type BuiltRoute = { path: string; loader: string | null; action: string | null; load?: Call; act?: Call };

const guarded = z.object({ policy: z.string() }).nullish();
const builtRoutes = z.record(
  z.string(),
  z.object({
    id: z.string(),
    path: z.string().optional(),
    index: z.boolean().optional(),
    module: z.object({ loader: z.custom<unknown>().optional(), action: z.custom<unknown>().optional() }).loose(),
  }),
);

/** Every route of the site, read from its build: a new one is in the matrix without being listed. */
export async function listBuiltRoutes(): Promise<BuiltRoute[]> {
  await ensureBuild();
  const file = pathToFileURL(`${projectFolder}/build/server/index.js`).href;
  const { routes } = z.object({ routes: builtRoutes }).parse(await import(/* @vite-ignore */ file));
  const policyOf = (part: unknown) => {
    const isMade = typeof part === "function" && "policy" in part;
    return part === undefined ? null : (guarded.parse({ policy: isMade ? part.policy : undefined })?.policy ?? null);
  };
  return Object.values(routes)
    .filter((route) => route.id !== "root")
    .map(({ path, module }) => ({
      path: `/${path ?? ""}`,
      loader: policyOf(module.loader),
      action: policyOf(module.action),
      ...(isCall(module.loader) ? { load: module.loader } : {}),
      ...(isCall(module.action) ? { act: module.action } : {}),
    }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

function isCall(part: unknown): part is Call {
  return typeof part === "function";
}

/** A record that an address names, and whose it is. */
export type Subject = { key: string; region: string; organization: string | null; owner: string | null };

export type SubjectKind = {
  /** Paths of the routes that name it: this one and those below. */
  at: string;
  /** A row as `Subject`. `preferred` is a state that lets the step of the route be taken. */
  query: (preferred: string) => string;
};

const needRow = (preferred: string) =>
  `select id::text as key, region_code as region, null as organization, null as owner from needs
   order by (state = '${preferred}') desc, (household_id is not null) desc, id limit 1`;
const ofNeed = (table: string, key: string, where = "true") =>
  `select one.${key}::text as key, need.region_code as region, one.charity_id::text as organization, null as owner
   from ${table} one join needs need on need.id = one.need_id where ${where} order by one.id limit 1`;
const publicRow =
  (table: string, key: string, where = "true") =>
  () =>
    `select ${key}::text as key, '' as region, null as organization, null as owner from ${table} where ${where} order by ${key} limit 1`;
const donationRow = (where: string) => () =>
  `select id::text as key, '' as region, charity_id::text as organization, user_id::text as owner from donations where ${where} order by id limit 1`;
const staffRow = (table: string) => () =>
  `select id::text as key, region_code as region, null as organization, null as owner from ${table} order by id limit 1`;

export const subjectKinds: readonly SubjectKind[] = [
  { at: "/staff/needs/:id", query: needRow },
  { at: "/staff/households/:id", query: staffRow("households") },
  {
    at: "/staff/objections/:id",
    query: () =>
      `select one.id::text as key, notice.region_code as region, null as organization, null as owner from objections one
       join notices notice on notice.id = one.notice_id order by (one.state = 'received') desc, one.id limit 1`,
  },
  {
    at: "/staff/visits/:id",
    query: () =>
      `select one.id::text as key, home.region_code as region, null as organization, null as owner from visits one
       join households home on home.id = one.household_id order by one.id limit 1`,
  },
  {
    at: "/staff/callbacks/:id",
    query: () =>
      `select one.id::text as key, draw.town_code as region, null as organization, null as owner from callbacks one
       join callback_draws draw on draw.id = one.draw_id order by one.id limit 1`,
  },
  { at: "/staff/projects/:id", query: staffRow("library_projects") },
  { at: "/staff/imports/:id", query: staffRow("register_imports") },
  { at: "/staff/complaints/:id", query: staffRow("complaints") },
  { at: "/staff/organizations/:id", query: staffRow("organizations") },
  {
    at: "/staff/pairings/:id",
    query: () =>
      `select id::text as key, region_code as region, null as organization, null as owner from pairings
       order by (state = 'proposed') desc, id limit 1`,
  },
  {
    at: "/staff/pledges/:id",
    query: () =>
      `select one.id::text as key, need.region_code as region, null as organization, null as owner from pledges one
       join needs need on need.id = one.need_id order by (one.state = 'pledged') desc, one.id limit 1`,
  },
  {
    at: "/staff/payments/:id",
    query: () => ofNeed("disbursements", "id"),
  },
  {
    at: "/staff/funds/:code",
    query: () =>
      `select code as key, region_code as region, null as organization, null as owner from funds order by code limit 1`,
  },
  { at: "/org/payments/:id", query: () => ofNeed("disbursements", "id") },
  {
    at: "/org/offline-gifts/:id",
    query: () => ofNeed("offline_gifts", "id"),
  },
  {
    at: "/org/books/bank/statements/:id",
    query: () =>
      `select id::text as key, '' as region, charity_id::text as organization, null as owner from bank_statements order by (state = 'preview') desc, id limit 1`,
  },
  {
    at: "/org/books/bank/lines/:id",
    query: () =>
      `select id::text as key, '' as region, charity_id::text as organization, null as owner from bank_lines order by day, id limit 1`,
  },
  {
    at: "/org/pools/:id",
    query: () =>
      `select id::text as key, '' as region, split_part(code, ':', 2) as organization, null as owner from ledger_accounts
       where kind in ('village_pool', 'category_pool') order by code limit 1`,
  },
  {
    at: "/org/receipts/:donationId",
    query: donationRow("state = 'settled' and channel = 'online'"),
  },
  {
    at: "/org/refunds/:id",
    query: () =>
      `select one.id::text as key, '' as region, gift.charity_id::text as organization, null as owner from refunds one
       join donations gift on gift.id = one.donation_id order by one.id limit 1`,
  },
  {
    at: "/org/returns/:id",
    query: () =>
      `select organization_id::text as key, '' as region, organization_id::text as organization, null as owner from pairings
       where organization_id is not null order by id limit 1`,
  },
  { at: "/coverage/:code", query: publicRow("regions", "code", "length(code) = 9") },
  { at: "/groups/:code", query: publicRow("helper_groups", "public_code") },
  {
    at: "/pairings/:id",
    query: () =>
      `select id::text as key, region_code as region, organization_id::text as organization, null as owner from pairings
       where organization_id is not null order by id limit 1`,
  },
  {
    at: "/org/pairings/:id",
    query: () =>
      `select id::text as key, '' as region, organization_id::text as organization, null as owner from pairings
       where organization_id is not null order by id limit 1`,
  },
  {
    at: "/org/volunteer-projects/:id",
    query: () =>
      `select id::text as key, '' as region, organization_id::text as organization, null as owner from volunteer_projects order by id limit 1`,
  },
  {
    at: "/me/pairings/:id",
    query: () =>
      `select id::text as key, '' as region, null as organization, user_id::text as owner from pairings where user_id is not null order by id limit 1`,
  },
  {
    at: "/me/pledges/:id",
    query: () =>
      `select id::text as key, '' as region, null as organization, user_id::text as owner from pledges where user_id is not null
       order by (state = 'pledged') desc, id limit 1`,
  },
  {
    at: "/staff/matching/rounds/:id",
    query: () =>
      `select id::text as key, county_code as region, null as organization, null as owner from match_round_parts order by id limit 1`,
  },
  {
    at: "/staff/roles/:id",
    query: () =>
      `select id::text as key, region_code as region, null as organization, null as owner from role_grants where role = 'village_officer' order by id limit 1`,
  },
  {
    at: "/staff/accounts/:id",
    query: () =>
      `select user_id::text as key, region_code as region, null as organization, null as owner from role_grants where role = 'village_officer' order by id limit 1`,
  },
  { at: "/staff/mismatches/lists/:id", query: staffRow("list_uploads") },
  { at: "/staff/mismatches/:id", query: staffRow("list_mismatches") },
  {
    at: "/me/intents/:id",
    query: () =>
      `select id::text as key, '' as region, null as organization, user_id::text as owner from intents where user_id is not null
       order by (public_code = 'MTRX0-MTRX0') desc, id limit 1`,
  },
  {
    at: "/me/proposals/:id",
    query: () =>
      `select one.id::text as key, '' as region, null as organization, intent.user_id::text as owner from match_proposals one
       join intents intent on intent.id = one.intent_id where intent.user_id is not null order by (intent.public_code = 'MTRX0-MTRX0') desc, one.id limit 1`,
  },
  {
    at: "/me/goods/:id",
    query: () =>
      `select id::text as key, '' as region, null as organization, claimed_by::text as owner from offline_gifts
       where kind = 'goods' and claimed_by is not null order by id limit 1`,
  },
  // Each person's own gifts of a year: the year is nobody's.
  {
    at: "/me/donations/:year",
    query: () => `select '2018' as key, '' as region, null as organization, null as owner`,
  },
  {
    at: "/needs/:code",
    query: publicRow("needs", "public_code", "state = 'published' and type = 'money' and publication_mode = 'public'"),
  },
  { at: "/villages/:regionCode", query: publicRow("villages", "region_code") },
  {
    at: "/households/:publicCode",
    query: publicRow(
      "households",
      "public_code",
      "exists (select from needs need join consents consent on consent.household_id = need.household_id and consent.purpose = 'publish_masked' and consent.withdrawn_at is null where need.household_id = households.id and need.state = 'published')",
    ),
  },
  { at: "/complaints/:code", query: publicRow("complaints", "id") },
  { at: "/notices/:code", query: publicRow("notices", "public_code", "state = 'open'") },
  { at: "/objections/:code", query: publicRow("objections", "public_code") },
  { at: "/organizations/:id", query: publicRow("organizations", "id", "state = 'verified'") },
  { at: "/policies/:slug", query: publicRow("policy_articles", "slug") },
  {
    at: "/results/:code",
    query: publicRow("impact_reports", "public_code", "state = 'published'"),
  },
  { at: "/volunteer-projects/:code", query: publicRow("volunteer_projects", "public_code") },
  {
    at: "/ledger/projects/:code",
    query: publicRow("library_projects", "public_code", "state in ('approved', 'under_way', 'accepted', 'announced')"),
  },
  { at: "/ledger/funds/:code", query: publicRow("funds", "code") },
  {
    at: "/ledger/needs/:code",
    query: publicRow("needs", "public_code", "donation_count > 0 and state in ('published', 'fulfilled', 'reported')"),
  },
  {
    at: "/ledger/notices/:code",
    query: publicRow("disbursements", "public_code", "state in ('paid_out', 'confirmed')"),
  },
  { at: "/ledger/trace/:lot", query: publicRow("ledger_lots", "code", "kind = 'gift'") },
  { at: "/verify/:code", query: publicRow("donations", "verify_code", "state = 'settled'") },
  { at: "/confirm/:code", query: publicRow("disbursements", "public_code", "state = 'paid_out'") },
  {
    // Opened by the key in the mail only.
    at: "/report-mails/:id",
    query: donationRow("state = 'settled' and channel = 'online'"),
  },
  {
    at: "/donations/:id",
    query: donationRow("state = 'settled' and channel = 'online'"),
  },
  {
    at: "/monthly/:id",
    query: () =>
      `select id::text as key, '' as region, null as organization, user_id::text as owner from monthly_gifts where user_id is not null order by id limit 1`,
  },
  { at: "/files/:id", query: publicRow("need_photos", "file_id") },
];

/** The kind of record an address names; undefined: it names none. An address that names one the matrix does not know fails. */
export function kindOfRoute(path: string): SubjectKind | undefined {
  if (!path.includes(":")) return undefined;
  const kind = subjectKinds
    .filter(({ at }) => path === at || path.startsWith(`${at}/`))
    .sort((one, other) => other.at.length - one.at.length)[0];
  if (kind === undefined) throw new Error(`the matrix knows no record for ${path}: add it to subjectKinds`);
  return kind;
}

const subjectRow = z.object({
  key: z.string(),
  region: z.string(),
  organization: z.string().nullable(),
  owner: z.string().nullable(),
});

export async function findSubject(
  { sql }: TestDatabase,
  kind: SubjectKind,
  preferred: string,
): Promise<Subject | null> {
  const [row] = await sql.unsafe(kind.query(preferred));
  if (row === undefined) return null;
  const subject = subjectRow.parse(row);
  // The database knows the hash of a complaint's code only.
  return kind.at === "/complaints/:code" ? { ...subject, key: complaintCode(seededSealer, subject.key) } : subject;
}

/** What the second part of an address may be, beside the record it names. */
const otherParts: Readonly<Record<string, string>> = { step: "review", year: "2026" };

/** The address of a route for one record. */
export function addressOf(path: string, key: string): string {
  return path.replace(/:\w+/, encodeURIComponent(key)).replace(/:(\w+)/g, (_, name: string) => {
    const part = otherParts[name];
    if (part === undefined) throw new Error(`the matrix knows no value for :${name} of ${path}: add it to otherParts`);
    return part;
  });
}

/** What the demo's story has none of: a pool, a refund that was asked for, goods somebody claimed, a gift for every month. */
export async function addMissingRecords({ sql }: TestDatabase, citizenId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into helper_groups (id, public_code, organization_id, name, created_by, created_at)
      select gen_random_uuid(), 'MTRX1-MTRX1', id, '义工小组', ${citizenId}, '2026-01-01' from organizations limit 1`;
    await tx`insert into ledger_accounts (id, code, kind, name, legal_person, region_code, subject_id)
      select gen_random_uuid(), 'pool:' || charity_id || ':' || region_code, 'village_pool', '村爱心池', '慈善会', region_code, charity_id
      from needs where charity_id is not null limit 1 on conflict do nothing`;
    await tx`insert into refunds (id, donation_id, payment_intent_id, amount_fen, reason, state, requested_at, updated_at)
      select gen_random_uuid(), id, payment_intent_id, 100, 'donor_request', 'requested', paid_at, paid_at from donations where state = 'settled' limit 1`;
    await tx`update offline_gifts set claimed_by = ${citizenId}, claimed_at = recorded_at, kind = 'goods'
      where id = (select id from offline_gifts order by (kind = 'goods') desc, (state = 'confirmed') desc, id limit 1)`;
    await tx`insert into monthly_gifts (id, form_nonce, need_id, charity_id, user_id, amount_fen, state, surplus_choice, email, locale, created_at, updated_at)
      select gen_random_uuid(), 'matrix', id, charity_id, ${citizenId}, 5000, 'active', 'same_village', 'citizen@jiedui.example', 'zh-CN', published_at, published_at
      from needs where charity_id is not null and state = 'published' limit 1`;
    await tx`insert into intents (id, public_code, helper_kind, user_id, created_by, what, amount_fen, most_needs, region_codes, categories,
        household_kinds, until, state, created_at, updated_at)
      values (gen_random_uuid(), 'MTRX0-MTRX0', 'individual', ${citizenId}, ${citizenId}, 'money', 5000, 1, '{}', '{}', '{}', '2027-01-01', 'open',
        '2026-11-02', '2026-11-02')`;
    await tx`insert into match_proposals (id, need_id, intent_id, state, points, reasons, counterfactuals, weights_version, inputs_hash, proposed_at, expires_on)
      select gen_random_uuid(), need.id, intent.id, 'proposed', 1, '[]', '[]', 1, 'x', '2026-11-02', '2026-12-31'
      from intents intent, needs need where intent.public_code = 'MTRX0-MTRX0' and need.state = 'published' order by need.id limit 1`;
    await tx`insert into match_rounds (id, state, as_of_day, requested_at, proposed_at, inputs_hash, points, bound_points)
      values (gen_random_uuid(), 'proposed', '2026-11-02', '2026-11-02', '2026-11-02', 'x', 1, 1)`;
    await tx`insert into match_round_parts (id, round_id, county_code, state)
      select gen_random_uuid(), id, '440783', 'proposed' from match_rounds where inputs_hash = 'x'`;
    await tx`insert into list_comparisons (id, kind, region_code, file_name, sha256, rows_read, rows_refused, rows_unknown, rows_matched, mismatches_found, compared_at)
      values (gen_random_uuid(), 'vehicles', '440783', '名单.csv', 'x', 1, 0, 0, 1, 1, '2026-11-02')`;
    await tx`insert into list_mismatches (id, comparison_id, finding, household_id, member_id, region_code, content_hash, state, found_at)
      select gen_random_uuid(), list.id, 'owns_vehicle', home.id, person.id, home.region_code, 'x', 'open', '2026-11-02' from list_comparisons list, households home
      join household_members person on person.household_id = home.id order by home.id, person.id limit 1`;
    await tx`insert into list_uploads (id, kind, region_code, state, file_name, sha256, headers, columns, created_by, created_at, updated_at)
      values (gen_random_uuid(), 'vehicles', '440783', 'checked', '名单.csv', 'x', '{身份证号}',
        '{"headerRow": 1, "idColumn": 0, "nameColumn": null, "details": []}', ${citizenId}, '2026-11-02', '2026-11-02')`;
    await tx`insert into callback_draws (id, month, town_code, seed_day, seed_root, percent, candidate_count, drawn_count, drawn_at)
      select gen_random_uuid(), '2026-10', left(need.region_code, 9), '2026-11-01', 'root', 10, 1, 1, '2026-11-02'
      from disbursements paid join needs need on need.id = paid.need_id where paid.state = 'confirmed' order by paid.id limit 1`;
    await tx`insert into callbacks (id, draw_id, disbursement_id, place, state, updated_at)
      select gen_random_uuid(), (select id from callback_draws where month = '2026-10' limit 1), id, 1, 'drawn', '2026-11-02'
      from disbursements where state = 'confirmed' order by disbursements.id limit 1`;
    await tx`insert into register_imports (id, state, runner, region_code, file_name, sha256, size_bytes, format, header_row, headers, column_map, created_at, updated_at)
      select gen_random_uuid(), 'checked', 'site', region_code, '名册.csv', 'x', '1', 'csv', 0, '{}', '{}', '2026-11-02', '2026-11-02' from households order by households.id limit 1`;
  });
}

/** One line for every table whose rows changed between two calls; sessions and counts of limits do not matter. */
export async function fingerprint({ sql }: TestDatabase): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'
    and tablename not in ('sessions', 'rate_limits', 'mails')`;
  const prints = await Promise.all(
    tables.map(async ({ name }): Promise<[string, string]> => {
      const [row] = await sql.unsafe(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(one::text, 0)::numeric), 0) as print from ${name} one`,
      );
      return [name, String(row?.print)];
    }),
  );
  return new Map(prints);
}

import { and, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { libraryProjectNeeds } from "#db/schema/library-project-papers.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { isPublicCode } from "../ids.ts";
import type { Fen } from "../money.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { inScope } from "../scope.server.ts";
import { publicLibraryStates } from "./library-project.ts";
import { type LibraryProject, listProjectsWhere } from "./library-project-queries.server.ts";

const isPublicProject = () => inArray(libraryProjects.state, [...publicLibraryStates]);

/** The counties that have projects in their library, with how many. */
export async function listLibraryCounties(db: DbOrTx) {
  const rows = await db.execute<{ code: string; name: string; count: number }>(sql`
    select regions.code, regions.short_name as name, count(*)::int as count from ${libraryProjects}
      join ${regions} on regions.code = left(library_projects.region_code, 6)
    where ${isPublicProject()} group by regions.code, regions.short_name order by regions.code`);
  return rows.map((row) => ({ ...row }));
}

/** The library of one county or town, the latest change first; a code that is no region gives none. */
export function listPublicProjects(db: DbOrTx, params: { regionCode: string }): Promise<LibraryProject[]> {
  const code = /^\d{6,12}$/.test(params.regionCode) ? params.regionCode : null;
  return listProjectsWhere(
    db,
    code === null ? sql`false` : and(isPublicProject(), inScope(libraryProjects.regionCode, [code])),
  );
}

export async function getPublicProject(db: DbOrTx, params: { code: string }): Promise<LibraryProject | null> {
  if (!isPublicCode(params.code)) return null;
  const [row] = await listProjectsWhere(db, and(eq(libraryProjects.publicCode, params.code), isPublicProject()));
  return row ?? null;
}

export type LibraryTotals = {
  /** What funds of the place paid by the ledger, work expenses apart: `inLibraryFen + beforeLibraryFen`. */
  fundsPaidFen: Fen;
  inLibraryFen: Fen;
  /** Spent before there was a library: it names no project. */
  beforeLibraryFen: Fen;
};

/**
 * What the funds of a place have paid, from the entries of their own accounts, beside the same payments by project: the two must be equal
 * (S100), and `db/checks` asks it of the whole ledger every ten minutes.
 */
export async function getLibraryTotals(db: DbOrTx, params: { regionCode: string }): Promise<LibraryTotals> {
  const [row] = await db.execute<{ paid: string; in_library: string; before: string }>(sql`
    select coalesce(sum(entry.amount_fen), 0)::text as paid,
      coalesce(sum(entry.amount_fen) filter (where spending.project_id is not null), 0)::text as in_library,
      coalesce(sum(entry.amount_fen) filter (where spending.project_id is null), 0)::text as before
    from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id and account.kind = 'fund'
      join funds fund on fund.id = account.subject_id and not fund.is_operating
      join ledger_transactions movement on movement.id = entry.transaction_id and movement.kind = 'fund_spending'
      left join fund_spendings spending on movement.reference = 'fund_spending:' || spending.id
      left join library_projects project on project.id = spending.project_id
    where entry.amount_fen > 0
      and left(coalesce(project.region_code, spending.region_code, fund.region_code), length(${params.regionCode}::text)) = ${params.regionCode}::text`);
  return {
    fundsPaidFen: BigInt(row?.paid ?? 0),
    inLibraryFen: BigInt(row?.in_library ?? 0),
    beforeLibraryFen: BigInt(row?.before ?? 0),
  };
}

/** Every payment of a fund for the project, oldest first, from the ledger. */
export async function listProjectPayments(db: DbOrTx, params: { projectId: string }) {
  const rows = await db.execute<{
    code: string;
    fund_code: string;
    fund_name: string;
    description: string;
    payee_name: string;
    document_number: string;
    at: Date | string;
    amount: string;
  }>(sql`
    select spending.public_code as code, fund.code as fund_code, fund.name as fund_name, spending.description, spending.payee_name,
      spending.document_number, movement.at, sum(entry.amount_fen)::text as amount
    from fund_spendings spending
      join funds fund on fund.id = spending.fund_id
      join ledger_transactions movement on movement.reference = 'fund_spending:' || spending.id
      join ledger_entries entry on entry.transaction_id = movement.id and entry.amount_fen > 0
    where spending.project_id = ${params.projectId}::uuid
    group by spending.id, fund.id, movement.id order by movement.at, movement.id`);
  return rows.map((row) => ({
    code: row.code,
    fundCode: row.fund_code,
    fundName: row.fund_name,
    description: row.description,
    payeeName: row.payee_name,
    documentNumber: row.document_number,
    at: new Date(row.at),
    amountFen: BigInt(row.amount),
  }));
}

export type ProjectPayment = Awaited<ReturnType<typeof listProjectPayments>>[number];

/** The public needs that name the project, with what gifts have given them. */
export function listProjectNeeds(db: DbOrTx, params: { projectId: string }) {
  return db
    .select({
      publicCode: needs.publicCode,
      title: needs.title,
      goalFen: needs.goalFen,
      fundedFen: needs.fundedFen,
    })
    .from(libraryProjectNeeds)
    .innerJoin(needs, eq(needs.id, libraryProjectNeeds.needId))
    .where(and(eq(libraryProjectNeeds.projectId, params.projectId), isPublicNeed()))
    .orderBy(needs.publicCode);
}

/** The public project a need names, or null. */
export async function getProjectOfNeed(db: DbOrTx, params: { needId: string }) {
  const [row] = await db
    .select({ publicCode: libraryProjects.publicCode, title: libraryProjects.title })
    .from(libraryProjectNeeds)
    .innerJoin(libraryProjects, eq(libraryProjects.id, libraryProjectNeeds.projectId))
    .where(and(eq(libraryProjectNeeds.needId, params.needId), isPublicProject()));
  return row ?? null;
}

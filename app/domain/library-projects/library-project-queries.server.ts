import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { libraryAcceptances, libraryFiles } from "#db/schema/library-project-papers.server.ts";
import { libraryBudgetLines, libraryBudgets, libraryProjects } from "#db/schema/library-projects.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { type LibraryProjectState, projectApplicantRoles, projectReaderRoles } from "./library-project.ts";

/** What funds paid, by the ledger's own entries: the figure every page shows. */
const paidFen = sql<string>`coalesce((select sum(entry.amount_fen) from fund_spendings spending
  join ledger_transactions movement on movement.reference = 'fund_spending:' || spending.id
  join ledger_entries entry on entry.transaction_id = movement.id and entry.amount_fen > 0
  where spending.project_id = ${libraryProjects.id}), 0)::text`;
const approvedFen = sql<string>`library_budget_fen(${libraryProjects.id})::text`;
const latestFen = sql<string>`coalesce((select total_fen from library_budgets where project_id = ${libraryProjects.id}
  order by number desc limit 1), 0)::text`;
const proposedFen = sql<string>`coalesce((select sum(amount_fen) from fund_spendings
  where project_id = ${libraryProjects.id} and state = 'proposed'), 0)::text`;

const columns = {
  id: libraryProjects.id,
  publicCode: libraryProjects.publicCode,
  regionCode: libraryProjects.regionCode,
  regionName: regions.shortName,
  title: libraryProjects.title,
  purpose: libraryProjects.purpose,
  description: libraryProjects.description,
  plannedFrom: libraryProjects.plannedFrom,
  plannedTo: libraryProjects.plannedTo,
  state: libraryProjects.state,
  version: libraryProjects.version,
  documentNumber: libraryProjects.documentNumber,
  appliedBy: libraryProjects.appliedBy,
  checkedBy: libraryProjects.checkedBy,
  reservedBy: libraryProjects.reservedBy,
  approvedBy: libraryProjects.approvedBy,
  acceptedBy: libraryProjects.acceptedBy,
  updatedAt: libraryProjects.updatedAt,
  isDemo: libraryProjects.isDemo,
  approved: approvedFen,
  latest: latestFen,
  paid: paidFen,
  proposed: proposedFen,
};

async function selectProjects(db: DbOrTx, where: SQL | undefined) {
  const rows = await db
    .select(columns)
    .from(libraryProjects)
    .innerJoin(regions, eq(regions.code, libraryProjects.regionCode))
    .where(where ?? sql`false`)
    .orderBy(desc(libraryProjects.updatedAt), libraryProjects.id)
    .limit(500);
  return rows.map(({ approved, latest, paid, proposed, ...row }) => ({
    ...row,
    approvedFen: BigInt(approved),
    latestFen: BigInt(latest),
    spentFen: BigInt(paid),
    proposedFen: BigInt(proposed),
  }));
}

export type LibraryProject = Awaited<ReturnType<typeof selectProjects>>[number];

/** The projects of the actor's subtree, the latest change first; amounts in fen. */
export function listStaffProjects(db: DbOrTx, params: { actor: Actor; states?: readonly LibraryProjectState[] }) {
  const scope = inScope(libraryProjects.regionCode, scopesOf(params.actor, projectReaderRoles));
  return selectProjects(
    db,
    params.states === undefined ? scope : and(scope, inArray(libraryProjects.state, [...params.states])),
  );
}

export async function getStaffProject(
  db: DbOrTx,
  params: { projectId: string; actor: Actor },
): Promise<LibraryProject | null> {
  if (!isId(params.projectId)) return null;
  const scope = inScope(libraryProjects.regionCode, scopesOf(params.actor, projectReaderRoles));
  const [row] = await selectProjects(db, and(eq(libraryProjects.id, params.projectId), scope));
  return row ?? null;
}

/** The public ones, by code or by county; what is still on its way is nobody's but staff's. */
export function listProjectsWhere(db: DbOrTx, where: SQL | undefined) {
  return selectProjects(db, where);
}

/** The places the actor may apply for: from the own post down to its villages, a county at most. */
export function listPlacesToApplyFor(db: DbOrTx, params: { actor: Actor }) {
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(
      and(
        inScope(regions.code, scopesOf(params.actor, projectApplicantRoles)),
        inArray(regions.level, ["county", "township", "village"]),
      ),
    )
    .orderBy(asc(regions.code))
    .limit(500);
}

const decider = alias(users, "decider");

/** Every version of a project's budget with its lines, the newest first (S100). */
export async function listBudgetVersions(db: DbOrTx, params: { projectId: string }) {
  const budgets = await db
    .select({
      id: libraryBudgets.id,
      number: libraryBudgets.number,
      totalFen: libraryBudgets.totalFen,
      reason: libraryBudgets.reason,
      proposedBy: libraryBudgets.proposedBy,
      proposedByName: users.displayName,
      proposedAt: libraryBudgets.proposedAt,
      approvedAt: libraryBudgets.approvedAt,
      refusedAt: libraryBudgets.refusedAt,
      refusal: libraryBudgets.refusal,
      decidedByName: decider.displayName,
    })
    .from(libraryBudgets)
    .innerJoin(users, eq(users.id, libraryBudgets.proposedBy))
    .leftJoin(decider, sql`${decider.id} = coalesce(${libraryBudgets.approvedBy}, ${libraryBudgets.refusedBy})`)
    .where(eq(libraryBudgets.projectId, params.projectId))
    .orderBy(desc(libraryBudgets.number));
  if (budgets.length === 0) return [];
  const lines = await db
    .select()
    .from(libraryBudgetLines)
    .where(
      inArray(
        libraryBudgetLines.budgetId,
        budgets.map((budget) => budget.id),
      ),
    )
    .orderBy(libraryBudgetLines.position);
  const inForce = budgets.find((budget) => budget.approvedAt !== null)?.id;
  return budgets.map((budget) => ({
    ...budget,
    isInForce: budget.id === inForce,
    lines: lines.filter((line) => line.budgetId === budget.id),
  }));
}

export type BudgetVersion = Awaited<ReturnType<typeof listBudgetVersions>>[number];

/** Quotes and photos of an application: staff only. */
export function listLibraryFiles(db: DbOrTx, params: { projectId: string }) {
  return db
    .select({
      id: libraryFiles.id,
      kind: libraryFiles.kind,
      words: libraryFiles.words,
      amountFen: libraryFiles.amountFen,
      fileId: libraryFiles.fileId,
      createdAt: libraryFiles.createdAt,
    })
    .from(libraryFiles)
    .where(eq(libraryFiles.projectId, params.projectId))
    .orderBy(libraryFiles.createdAt, libraryFiles.id);
}

/** The record of the acceptance, or null. */
export async function getAcceptance(db: DbOrTx, params: { projectId: string }) {
  const [row] = await db
    .select({
      acceptedOn: libraryAcceptances.acceptedOn,
      members: libraryAcceptances.members,
      conclusion: libraryAcceptances.conclusion,
      fileId: libraryAcceptances.fileId,
    })
    .from(libraryAcceptances)
    .where(eq(libraryAcceptances.projectId, params.projectId));
  return row ?? null;
}

/** The steps of a project, oldest first, with the names of who took them: names are for staff. */
export function listProjectSteps(db: DbOrTx, params: { projectId: string }) {
  return db
    .select({
      id: stateTransitions.id,
      event: stateTransitions.event,
      to: stateTransitions.toState,
      reason: stateTransitions.reason,
      at: stateTransitions.at,
      byName: users.displayName,
    })
    .from(stateTransitions)
    .leftJoin(users, eq(users.id, stateTransitions.actorUserId))
    .where(and(eq(stateTransitions.noun, "library_project"), eq(stateTransitions.subjectId, params.projectId)))
    .orderBy(stateTransitions.at, stateTransitions.id);
}

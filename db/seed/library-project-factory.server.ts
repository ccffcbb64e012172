import { eq } from "drizzle-orm";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { files } from "#db/schema/files.server.ts";
import { libraryAcceptances } from "#db/schema/library-project-papers.server.ts";
import { libraryBudgetLines, libraryBudgets, libraryProjects } from "#db/schema/library-projects.server.ts";
import { bulan, createUser, factoryDate } from "./factories.server.ts";

const way = ["submitted", "checked", "reserved", "approved", "under_way", "accepted", "announced"] as const;
type Reached = "drafted" | (typeof way)[number];

type Values = { state?: Reached; regionCode?: string; budgetFen?: bigint; title?: string; isDemo?: boolean };

/** A project of the library that has come as far as `state` (approved by default), each step by a person of its own; budget in fen. */
export async function createLibraryProject(
  db: DbOrTx,
  values: Values = {},
): Promise<{ id: string; publicCode: string }> {
  const { state = "approved", regionCode = bulan, budgetFen = 1_000_000_000n, title = "集中供水改造" } = values;
  const people = await Promise.all(Array.from({ length: 6 }, () => createUser(db)));
  const [applicant = "", checker = "", reserver = "", approver = "", accepter = "", announcer = ""] = people.map(
    (person) => person.userId,
  );
  const project = { id: newId(), publicCode: newPublicCode() };
  const facts = { regionCode, title, purpose: "饮水安全", description: "全村通水，水质达标。" };
  const days = { plannedFrom: "2026-01-05", plannedTo: "2026-12-31" };
  const made = { appliedBy: applicant, createdAt: factoryDate, updatedAt: factoryDate, isDemo: values.isDemo ?? false };
  await db.insert(libraryProjects).values({ ...project, ...facts, ...days, ...made, state: "drafted" });
  const budgetId = newId();
  await db.transaction(async (tx) => {
    const budget = { id: budgetId, projectId: project.id, number: 1, totalFen: budgetFen, reason: "申报" };
    await tx.insert(libraryBudgets).values({ ...budget, proposedBy: applicant, proposedAt: factoryDate });
    const line = { item: "工程", quantity: 1, unit: "项", unitPriceFen: budgetFen };
    await tx.insert(libraryBudgetLines).values({ ...line, id: newId(), budgetId, position: 0 });
  });
  const changes: Record<(typeof way)[number], Partial<typeof libraryProjects.$inferInsert>> = {
    submitted: {},
    checked: { checkedBy: checker },
    reserved: { reservedBy: reserver },
    approved: { approvedBy: approver, documentNumber: "测试〔2026〕1号" },
    under_way: {},
    accepted: { acceptedBy: accepter },
    announced: { announcedBy: announcer },
  };
  for (const step of state === "drafted" ? [] : way.slice(0, way.indexOf(state) + 1)) {
    if (step === "approved") {
      const approval = { approvedBy: approver, approvedAt: factoryDate };
      await db.update(libraryBudgets).set(approval).where(eq(libraryBudgets.id, budgetId));
    }
    if (step === "accepted") await recordAcceptance(db, project.id, accepter);
    await db
      .update(libraryProjects)
      .set({ ...changes[step], state: step })
      .where(eq(libraryProjects.id, project.id));
  }
  return project;
}

async function recordAcceptance(db: DbOrTx, projectId: string, recordedBy: string): Promise<void> {
  const fileId = newId();
  const picture = { storageKey: `test/${fileId}`, mediaType: "image/jpeg", sizeBytes: 1, sha256: "0" };
  await db.insert(files).values({ ...picture, id: fileId, createdAt: factoryDate });
  const record = { acceptedOn: "2026-10-08", members: "村民代表 5 人", conclusion: "全村通水，水质合格。" };
  await db
    .insert(libraryAcceptances)
    .values({ ...record, id: newId(), projectId, fileId, recordedBy, recordedAt: factoryDate });
}

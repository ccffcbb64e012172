import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { canProposeSpending } from "./fund-spending.ts";
import type { ProposeSpendingInput } from "./fund-spending-form.ts";
import { getStaffFund, listPlacesOfFund } from "./fund-spending-queries.server.ts";
import { lockPayableProject } from "./payable-projects.server.ts";

export type ProposeSpendingError =
  | "not_found"
  | "other_purpose"
  | "other_place"
  | "no_project"
  | "over_budget"
  | "not_enough_money"
  | "below_floor"
  | "same_document";

/**
 * Proposes money out of a fund for one of its purposes, by a document. Nothing moves yet; what is proposed already counts, so that two
 * proposals cannot promise the same fen or break the floor together (S97). The money is for a project of the library that is approved or
 * under way, within its approved budget; only work expenses have none (S100).
 */
export async function proposeFundSpending(
  db: Db,
  input: ProposeSpendingInput & { fundCode: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ spendingId: string }, ProposeSpendingError>> {
  const proposedBy = actorUserId(actor);
  const found = await getStaffFund(db, { code: input.fundCode, actor });
  if (found === null || proposedBy === null || !canProposeSpending(actor, found)) return err("not_found");
  if (!found.purposes.includes(input.purpose)) return err("other_purpose");
  if (found.isOperating) {
    const places = await listPlacesOfFund(db, { regionCode: found.regionCode });
    if (!places.some((place) => place.code === input.regionCode)) return err("other_place");
  }
  try {
    return await db.transaction(async (tx) => {
      // Project before fund, as in `approve_fund_spending` (C7).
      const project = found.isOperating
        ? null
        : await lockPayableProject(tx, { projectId: input.projectId, fund: found });
      if (project === null && !found.isOperating) return err("no_project");
      if (project !== null && project.roomFen < input.amount) return err("over_budget");
      await tx.select({ id: funds.id }).from(funds).where(eq(funds.id, found.id)).for("update");
      const fund = await getStaffFund(tx, { code: input.fundCode, actor });
      if (fund === null) return err("not_found");
      const left = fund.balanceFen - fund.proposedFen - input.amount;
      if (left < 0n) return err("not_enough_money");
      if (left < fund.floorFen) return err("below_floor");
      const id = newId();
      await tx.insert(fundSpendings).values({
        id,
        publicCode: newPublicCode(),
        fundId: fund.id,
        purpose: input.purpose,
        description: input.description,
        amountFen: input.amount,
        payeeName: input.payeeName,
        documentNumber: input.documentNumber,
        projectId: project?.id ?? null,
        regionCode: project?.regionCode ?? input.regionCode,
        state: "proposed",
        proposedBy,
        proposedAt: at,
      });
      const step = { noun: "fund_spending", subjectId: id, from: null, event: "propose", to: "proposed" };
      await recordTransition(tx, at, actor, step);
      return ok({ spendingId: id });
    });
  } catch (error) {
    if (violatedConstraint(error)?.includes("documentNumber")) return err("same_document");
    throw error;
  }
}

import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { needReaderRoles } from "../needs/need-policy.ts";
import { daysLeft, isDue } from "../notices/notice.ts";
import { listObjections } from "../notices/notice-staff-queries.server.ts";
import { inScope } from "../scope.server.ts";
import {
  getLatestNotice,
  getLatestReviewMeeting,
  getNeedSignature,
  getReviewMeeting,
} from "./case-record-queries.server.ts";
import { isRoleGiver } from "./role-giver-queries.server.ts";
import { stepsFor } from "./verification-policy.ts";
import { verificationTasks } from "./verification-tasks.ts";

/** All that verification adds to the case of a need: records, tasks and what this actor may do next; null outside their subtree. */
export async function getVerificationCase(
  db: DbOrTx,
  { needId, actor, now }: { needId: string; actor: Actor; now: Date },
) {
  if (!isId(needId)) return null;
  const [need] = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      regionCode: needs.regionCode,
      state: needs.state,
      version: needs.version,
      householdId: needs.householdId,
      goalFen: needs.goalFen,
      filingId: needs.filingId,
      createdBy: needs.createdBy,
      checkedBy: needs.checkedBy,
      publishedAt: needs.publishedAt,
      registerVerifiedOn: needs.registerVerifiedOn,
    })
    .from(needs)
    .where(and(eq(needs.id, needId), inScope(needs.regionCode, scopesOf(actor, needReaderRoles))));
  if (!need) return null;
  const version = { needId, version: need.version };
  const [meeting, earlierMeeting, signature, latest] = await Promise.all([
    getReviewMeeting(db, version),
    getLatestReviewMeeting(db, needId),
    getNeedSignature(db, version),
    getLatestNotice(db, needId),
  ]);
  const current = latest !== null && latest.needVersion === need.version ? latest : null;
  const notice =
    current === null
      ? null
      : {
          id: current.id,
          publicCode: current.publicCode,
          state: current.state,
          openedAt: current.openedAt,
          closesNotBefore: current.closesNotBefore,
          minDays: current.minDays,
          isDue: isDue(current, now),
          daysLeft: daysLeft(current, now),
          objections: await listObjections(db, { actor, noticeId: current.id }),
        };
  const tasks = verificationTasks({ ...need, hasMeeting: meeting !== null, hasSignature: signature !== null, notice });
  return {
    need,
    meeting,
    earlierMeeting,
    signature,
    notice,
    tasks,
    ...stepsFor(actor, { ...need, isRoleGiver: await isRoleGiver(db, actor, need) }),
  };
}
export type VerificationCase = NonNullable<Awaited<ReturnType<typeof getVerificationCase>>>;

import { addDays } from "#app/domain/clock.ts";
import type { Tx } from "#db/client.server.ts";
import { dutyRecords } from "#db/schema/law-calendar.server.ts";
import { createRandom } from "./random.ts";

/** What the demo's charity published as the law asks (L26): last year's report; and a cooperation that ended, to be evaluated soon. */
export async function seedDuties(
  tx: Tx,
  { charityId, clerkId, today, at }: { charityId: string; clerkId: string; today: string; at: Date },
): Promise<void> {
  const random = createRandom(118);
  const lastYear = Number(today.slice(0, 4)) - 1;
  const common = { organizationId: charityId, recordedBy: clerkId, recordedAt: at };
  await tx.insert(dutyRecords).values([
    {
      ...common,
      id: random.id(),
      rule: "annual_report",
      startedOn: `${lastYear}-12-31`,
      doneOn: today < `${lastYear + 1}-04-20` ? today : `${lastYear + 1}-04-20`,
      statement: "演示：年度工作报告和财务会计报告已在本组织网站公开，含募集、支出和项目情况。",
    },
    {
      ...common,
      id: random.id(),
      rule: "partner_evaluation",
      subject: "侨乡助学会（演示）",
      startedOn: addDays(today, -70),
      doneOn: null,
    },
  ]);
}

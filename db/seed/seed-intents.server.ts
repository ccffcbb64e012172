import { addDays, dayInChina } from "#app/domain/clock.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { planCountyCode, planTownCode } from "./plan-document.ts";
import { createRandom } from "./random.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type Context = { people: SeededPeople; organizations: SeededOrganizations; now: Date };

/** What some are ready to give (S37): the week's round is drawn from them and the needs nobody has met yet. */
export async function seedIntents(db: DbOrTx, { people, organizations, now }: Context): Promise<void> {
  const random = createRandom(37);
  const { citizen, enterprise } = people.personas;
  const at = new Date(now.getTime() - 3 * 86_400_000);
  const shared = { regionCodes: [], categories: [], householdKinds: [], state: "open" as const };
  const rows = [
    {
      ...shared,
      publicCode: random.publicCode(),
      helperKind: "individual" as const,
      userId: citizen.userId,
      createdBy: citizen.userId,
      what: "money" as const,
      amountFen: 50_000n,
      mostNeeds: 2,
      homeCode: planTownCode,
    },
    {
      ...shared,
      publicCode: random.publicCode(),
      helperKind: "enterprise" as const,
      organizationId: organizations.freeEnterprise.id,
      createdBy: enterprise.userId,
      what: "goods" as const,
      quantity: 40,
      itemName: "太阳能路灯",
      mostNeeds: 3,
      homeCode: planCountyCode,
    },
  ];
  for (const row of rows) {
    const id = random.id();
    const until = addDays(dayInChina(now), 120);
    await db.insert(intents).values({ ...row, id, until, createdAt: at, updatedAt: at });
    const actor = row.helperKind === "enterprise" ? enterprise : citizen;
    await recordTransition(db, at, actor, { noun: "intent", subjectId: id, from: null, event: "leave", to: "open" });
  }
}

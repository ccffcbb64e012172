import { and, asc, desc, eq, like, or } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { needGateDecisions } from "#db/schema/need-gate.server.ts";
import { needItems, needPhotos, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { listEffectivePrices, listEffectiveWords } from "../place-rules/effective-rule-queries.server.ts";
import { listSamePersons, listSamePhotos } from "./look-alike-queries.server.ts";
import { findingsOfBudget, findingsOfTexts, type GateFinding, type PublicText } from "./reasonable-need.ts";

type GateQuestion = {
  needId: string;
  actor: Actor;
  /** The business day, `YYYY-MM-DD`. */
  day: string;
};

/**
 * Everything the reasonable-need gate has to say of a need as it is now (D7): prices, words, pictures, persons. Ask only for a need found in
 * the actor's scope; what lies outside it is not named.
 */
export async function listGateFindings(db: DbOrTx, { needId, actor, day }: GateQuestion): Promise<GateFinding[]> {
  const [need] = await db
    .select({
      id: needs.id,
      regionCode: needs.regionCode,
      householdId: needs.householdId,
      title: needs.title,
      summary: needs.summary,
      story: needs.story,
    })
    .from(needs)
    .where(eq(needs.id, needId));
  if (!need) return [];
  const place = { regionCode: need.regionCode, day };
  const items = await db
    .select({
      id: needItems.id,
      name: needItems.name,
      unit: needItems.unit,
      quantity: needItems.quantity,
      unitPriceFen: needItems.unitPriceFen,
    })
    .from(needItems)
    .where(eq(needItems.needId, needId))
    .orderBy(asc(needItems.position));
  const photos = await db
    .select({ text: needPhotos.alternativeText })
    .from(needPhotos)
    .where(eq(needPhotos.needId, needId));
  const texts: PublicText[] = [
    { place: "title", text: need.title },
    { place: "summary", text: need.summary },
    { place: "story", text: need.story },
    ...items.map((item) => ({ place: "item" as const, text: item.name })),
    ...photos.map(({ text }) => ({ place: "photo" as const, text })),
  ];
  return [
    ...findingsOfTexts(texts, await listEffectiveWords(db, place)),
    ...findingsOfBudget(items, await listEffectivePrices(db, place)),
    ...(await listSamePhotos(db, need, { actor })),
    ...(await listSamePersons(db, need, { actor, day })),
  ];
}

type NeedVersion = { needId: string; version: number };

/** A decision on prices, words and pictures holds for the version it was made on; that two persons are two holds for good. */
function holdsFor({ needId, version }: NeedVersion) {
  return or(
    and(eq(needGateDecisions.needId, needId), eq(needGateDecisions.needVersion, version)),
    like(needGateDecisions.findingKey, "same_person:%"),
  );
}

/** The keys of findings somebody has given a reason for. */
export async function listDecidedKeys(db: DbOrTx, params: NeedVersion): Promise<ReadonlySet<string>> {
  const rows = await db.select({ key: needGateDecisions.findingKey }).from(needGateDecisions).where(holdsFor(params));
  return new Set(rows.map(({ key }) => key));
}

/** All decisions on the case of a need, the latest first: who let what stand, and why. */
export function listGateDecisions(db: DbOrTx, { needId }: { needId: string }) {
  return db
    .select({
      id: needGateDecisions.id,
      needVersion: needGateDecisions.needVersion,
      findingText: needGateDecisions.findingText,
      reason: needGateDecisions.reason,
      decidedByName: users.displayName,
      decidedAt: needGateDecisions.decidedAt,
    })
    .from(needGateDecisions)
    .innerJoin(users, eq(users.id, needGateDecisions.decidedBy))
    .where(eq(needGateDecisions.needId, needId))
    .orderBy(desc(needGateDecisions.decidedAt), asc(needGateDecisions.id));
}
export type GateDecision = Awaited<ReturnType<typeof listGateDecisions>>[number];

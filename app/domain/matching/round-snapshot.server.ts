import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { bucketsOf } from "./candidate-lists.ts";
import { canonicalJson } from "./canonical-json.ts";
import { sha256Of } from "./inputs-hash.server.ts";
import { factsOfIntent, readIntentFacts } from "./intent-facts-queries.server.ts";
import { factsOf, readNeedFacts } from "./need-facts-queries.server.ts";
import type { RoundNeed } from "./round-market.ts";
import type { IntentFacts } from "./score.ts";
import type { WeightsVersion } from "./weights.ts";
import { getWeights } from "./weights-queries.server.ts";

export type RoundSnapshot = {
  weights: WeightsVersion;
  needs: (RoundNeed & { id: string })[];
  intents: { id: string; facts: IntentFacts }[];
};

const batchSize = 5_000;

/**
 * All open needs of a region subtree and all open intents that could help there, as they are now, in the order of their public codes: what a round
 * is computed from. No text of anybody is in it.
 */
export async function readRoundSnapshot(
  db: DbOrTx,
  { scopeCode, day }: { scopeCode: string; day: string },
): Promise<RoundSnapshot> {
  const weights = await getWeights(db, { day });
  const isHere = sql`n.state = 'published' and n.region_code like ${`${scopeCode}%`}`;
  const needs = await readAll(
    (after) => readNeedFacts(db, { which: sql`${isHere} and n.id > ${after}::uuid`, day, limit: batchSize }),
    (row) => row.needId,
  );
  const couldHelp = sql`t.state = 'open' and (cardinality(t.region_codes) = 0 or exists (
    select from unnest(t.region_codes) c where c like ${`${scopeCode}%`} or ${scopeCode} like c || '%'))`;
  const intents = await readAll(
    (after) => {
      const which: SQL = sql`${couldHelp} and t.id > ${after}::uuid`;
      return readIntentFacts(db, { which, day, limit: batchSize, keepsProposed: true });
    },
    (row) => row.intentId,
  );
  return {
    weights,
    needs: needs
      .map((row) => ({ id: row.needId, facts: factsOf(row), helpersWanted: row.helpersWanted }))
      .filter(({ facts }) => facts.isOpen && !facts.isFrozen && bucketsOf(facts).length > 0)
      .sort(byCode),
    intents: intents
      .map((row) => ({ id: row.intentId, facts: factsOfIntent(row) }))
      .filter(({ facts }) => facts.isOpen && facts.freeNeeds > 0)
      .sort(byCode),
  };
}

type Coded = { facts: { publicCode: string } };

function byCode({ facts: one }: Coded, { facts: other }: Coded): number {
  return one.publicCode < other.publicCode ? -1 : one.publicCode > other.publicCode ? 1 : 0;
}

async function readAll<Row>(read: (after: string) => Promise<Row[]>, idOf: (row: Row) => string): Promise<Row[]> {
  const all: Row[] = [];
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await read(after);
    for (const row of rows) all.push(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return all;
    after = idOf(last);
  }
}

/** The snapshot as bytes with one spelling only, and their SHA-256. */
export function packSnapshot(snapshot: RoundSnapshot): { inputs: Uint8Array; inputsHash: string } {
  return { inputs: Buffer.from(canonicalJson(snapshot), "utf8"), inputsHash: sha256Of(snapshot) };
}

export function unpackSnapshot(inputs: Uint8Array): RoundSnapshot {
  return JSON.parse(Buffer.from(inputs).toString("utf8")) as RoundSnapshot;
}

import type { DbOrTx } from "#db/client.server.ts";
import { policyArticles } from "#db/schema/policy-articles.server.ts";
import { moneyPolicies } from "./policy-texts-money.ts";
import { peoplePolicies } from "./policy-texts-people.ts";
import { createRandom } from "./random.ts";

/** One card as it is written: the text in Chinese, the summary in both languages. */
export type PolicyText = {
  slug: string;
  title: string;
  titleEn: string;
  summary: string;
  summaryEn: string;
  source: string;
  validFrom: string;
  validTo: string | null;
  body: string;
};

/**
 * The plain-language cards of 政策宣传 (S35). Content, not demo: they quote national law and this town's plan, each with its source.
 * Adds the cards that are missing and leaves the others as staff may have changed them.
 */
export async function seedPolicyArticles(db: DbOrTx, { regionCode }: { regionCode: string }): Promise<void> {
  const random = createRandom(20240905);
  const texts: readonly PolicyText[] = [...moneyPolicies, ...peoplePolicies];
  await db
    .insert(policyArticles)
    .values(texts.map((text, position) => ({ ...text, id: random.id(), regionCode, position })))
    .onConflictDoNothing({ target: policyArticles.slug });
}

import { asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { policyArticles } from "#db/schema/policy-articles.server.ts";
import { mentionsWords } from "../mentions-words.server.ts";

/** The cards of the list in their order; `text` finds a fragment of title, summary or body in either language, empty means all. */
export async function listPolicyArticles(db: DbOrTx, params: { text: string }) {
  const { slug, title, titleEn, summary, summaryEn, body, source, validFrom, validTo } = policyArticles;
  return db
    .select({ slug, title, titleEn, summary, summaryEn, source, validFrom, validTo })
    .from(policyArticles)
    .where(mentionsWords(params.text, [title, titleEn, summary, summaryEn, body]))
    .orderBy(asc(policyArticles.position), asc(policyArticles.slug));
}

/** One article by its address, or null. */
export async function getPolicyArticle(db: DbOrTx, params: { slug: string }) {
  const { slug, title, titleEn, summary, summaryEn, body, source, validFrom, validTo } = policyArticles;
  const [article] = await db
    .select({ slug, title, titleEn, summary, summaryEn, body, source, validFrom, validTo })
    .from(policyArticles)
    .where(eq(policyArticles.slug, params.slug))
    .limit(1);
  return article ?? null;
}

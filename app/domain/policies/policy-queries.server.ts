import { and, asc, eq, ilike, or } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { policyArticles } from "#db/schema/policy-articles.server.ts";

/** The cards of the list in their order; `text` finds a fragment of title, summary or body in either language, empty means all. */
export async function listPolicyArticles(db: DbOrTx, params: { text: string }) {
  const { slug, title, titleEn, summary, summaryEn, source, validFrom, validTo } = policyArticles;
  return db
    .select({ slug, title, titleEn, summary, summaryEn, source, validFrom, validTo })
    .from(policyArticles)
    .where(and(...params.text.split(/\s+/u).filter(Boolean).slice(0, 8).map(mentions)))
    .orderBy(asc(policyArticles.position), asc(policyArticles.slug));
}

function mentions(word: string) {
  const pattern = `%${word.normalize("NFKC").replace(/[\\%_]/g, "\\$&")}%`;
  const { title, titleEn, summary, summaryEn, body } = policyArticles;
  return or(...[title, titleEn, summary, summaryEn, body].map((column) => ilike(column, pattern)));
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

import { afterAll, beforeAll, expect, test } from "vitest";
import { needsIndex } from "#search/needs-index.server.ts";
import { createPostgresIndex } from "#search/postgres-index.server.ts";
import type { SearchIndex } from "#search/search-index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { judgedNeeds } from "./judged-needs.ts";
import { judgedQueries } from "./judged-queries.ts";
import { ndcg } from "./ndcg.ts";
import { queryOf } from "./search-documents.ts";

let database: TestDatabase;
let index: SearchIndex;

beforeAll(async () => {
  database = await createTestDatabase();
  index = createPostgresIndex(database.db, [needsIndex]);
  await index.put("need", judgedNeeds);
});
afterAll(() => database.drop());

test("Q8 Q9: the judged queries find what was meant: nDCG@10 of 0.9 and more", async () => {
  const results = await Promise.all(
    judgedQueries.map(async (query) => {
      const { ids } = await index.search(queryOf({ noun: "need", text: query.text, limit: 60 }));
      const forbidden = (query.never ?? []).filter((id) => ids.includes(id));
      return { ...query, ids, forbidden, score: ndcg(ids, query.grades) };
    }),
  );
  const mean = results.reduce((sum, { score }) => sum + score, 0) / results.length;
  const misses = results.filter(({ score }) => score < 0.9);
  const lines = misses.map(
    ({ kind, text, score, ids, grades }) =>
      `  ${score.toFixed(2)} ${kind}: ${text} found ${ids.slice(0, 10).join(" ") || "nothing"}, wanted ${Object.keys(grades).join(" ")}`,
  );
  // Straight to the terminal: some of vitest's reporters keep what a passing test logs to themselves.
  process.stdout.write(
    `${[`PostgreSQL: nDCG@10 ${mean.toFixed(3)} over ${results.length} judged queries; ${misses.length} under 0.9:`, ...lines].join("\n")}\n`,
  );
  expect(results.length).toBeGreaterThanOrEqual(80);
  expect(results.filter(({ forbidden }) => forbidden.length > 0)).toEqual([]);
  expect(mean).toBeGreaterThanOrEqual(0.9);
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymousActor } from "#app/domain/actor.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import type { Locale } from "#app/i18n/locale.ts";
import { loader as ledgerLoader } from "#app/routes/ledger/route.tsx";
import { loader as exportLoader } from "#app/routes/ledger_.export[.]csv.ts";
import { loader as fundLoader } from "#app/routes/ledger_.funds.$code/route.tsx";
import { loader as findLotLoader } from "#app/routes/ledger_.trace/route.tsx";
import { loader as traceLoader } from "#app/routes/ledger_.trace_.$lot/route.tsx";
import { loader as verifyLoader } from "#app/routes/ledger_.verify/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { ledgerLots } from "#db/schema/ledger.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow } from "#tests/setup/seeded-database.ts";

describe("S123: the ledger's pages, for anyone who is not signed in", () => {
  let database: TestDatabase;
  let services: Services;

  beforeAll(async () => {
    database = await createSeededDatabase();
    services = {
      ...createServices(readEnv({ DATABASE_URL: database.url, JIEDUI_MODE: "test" })),
      clock: { now: () => seededNow },
    };
  });
  afterAll(async () => {
    await services.close();
    await database.drop();
  });

  function argsOf(path: string, params: Record<string, string> = {}, locale: Locale = "zh-CN") {
    const context: RequestContext = {
      services,
      actor: anonymousActor,
      locale,
      isLargeText: false,
      clientAddress: "127.0.0.1",
      nonce: "nonce",
      sessionIdHash: null,
    };
    return { request: new Request(`http://127.0.0.1:3000${path}`), params, context };
  }

  it("shows the plan beside its document, the funds, who holds the money, and when it was read", async () => {
    const data = await ledgerLoader(argsOf("/ledger"));
    expect(data.plans.map((plan) => [plan.placeName, plan.isEqual])).toEqual([["赤水镇", true]]);
    expect(data.funds).toHaveLength(4);
    expect(data.holdings.map((holding) => holding.name)).toContain("开平市财政扶贫专户");
    expect(data.kindTotals.reduce((sum, row) => sum + row.balanceFen, 0n)).toBe(0n);
    expect(data.asOf).toBe("2026-11-22 12:00");
  });

  it("pages through the movements and keeps the filter", async () => {
    const first = await ledgerLoader(argsOf("/ledger?year=2017"));
    const second = await ledgerLoader(argsOf("/ledger?year=2017&page=2"));
    expect(second.movements.total).toBe(first.movements.total);
    expect(second.movements.movements[0]?.sequence).not.toBe(first.movements.movements[0]?.sequence);
    expect(second.filter).toEqual(first.filter);
  });

  it.each(["?page=0", "?page=-3", "?page=x", "?page=99999999999", "?year=abc&fund=%27&region=..%2F"])(
    "answers %s without an error",
    async (query) => {
      expect(await ledgerLoader(argsOf(`/ledger${query}`))).toHaveProperty("movements");
    },
  );

  it("a fund has its own page, an unknown one is not found", async () => {
    const { fund, movements } = await fundLoader(argsOf("/ledger/funds/housing", { code: "housing" }));
    expect(fund).toMatchObject({ name: "农村低收入住房困难户住房改造补助资金", budgetFen: 60_000_000n });
    expect(movements).toHaveLength(3);
    const missing = await fundLoader(argsOf("/ledger/funds/none", { code: "none" })).catch((thrown: unknown) => thrown);
    expect(missing instanceof Response && missing.status).toBe(404);
  });

  it("Q7: a lot is found by its code as one types it, and anything else comes back with the words", async () => {
    const [lot] = await database.db.select().from(ledgerLots).where(eq(ledgerLots.kind, "gift")).limit(1);
    const typed = ` ${lot?.code.toLowerCase().replace("-", "")} `;
    const found = await findLotLoader(argsOf(`/ledger/trace?lot=${encodeURIComponent(typed)}`)).catch(
      (thrown: unknown) => thrown,
    );
    expect(found instanceof Response && found.headers.get("Location")).toBe(`/ledger/trace/${lot?.code}`);
    const { trace } = await traceLoader(argsOf("/ledger/trace/x", { lot: lot?.code ?? "" }));
    expect(trace.code).toBe(lot?.code);
    for (const unknown of ["00000-00000", "' or 1", "%00", "x".repeat(500)]) {
      const data = await findLotLoader(argsOf(`/ledger/trace?lot=${encodeURIComponent(unknown)}`));
      expect(data).toMatchObject({ typed: unknown.slice(0, 120) });
    }
    const missing = await traceLoader(argsOf("/ledger/trace/x", { lot: "00000-00000" })).catch(
      (thrown: unknown) => thrown,
    );
    expect(missing instanceof Response && missing.status).toBe(404);
  });

  it("the check of the ledger runs while one looks, and holds", async () => {
    const { results, checkedAt } = await verifyLoader(argsOf("/ledger/verify"));
    expect(results.flatMap((result) => result.findings)).toEqual([]);
    expect(results.every((result) => result.examined > 0)).toBe(true);
    expect(checkedAt).toBe("2026-11-22 12:00");
  });

  it("U28: the export is a dated CSV with a byte-order mark, in the visitor's language, with the page's filters", async () => {
    const all = await exportLoader(argsOf("/ledger/export.csv"));
    expect(all.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(all.headers.get("Content-Disposition")).toBe('attachment; filename="jiedui-ledger-2026-11-22.csv"');
    const bytes = new Uint8Array(await all.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const english = await (await exportLoader(argsOf("/ledger/export.csv?fund=housing", {}, "en"))).text();
    const lines = english.trim().split("\r\n");
    expect(lines[0]).toContain("Debit (yuan),Credit (yuan)");
    expect(lines).toHaveLength(1 + 3 * 2);
  });

  it("an export that the visitor breaks off ends without a trace", async () => {
    const reply = await exportLoader(argsOf("/ledger/export.csv"));
    const reader = reply.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await verifyLoader(argsOf("/ledger/verify"))).toHaveProperty("results");
  });
});

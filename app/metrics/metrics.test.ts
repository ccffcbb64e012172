import { describe, expect, it } from "vitest";
import { err, ok } from "#app/domain/result.ts";
import { observeGateway } from "#app/payments/observed-gateway.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import { createRegistry } from "./registry.ts";
import { createRouteTable } from "./route-table.ts";
import { createSiteMetrics } from "./site-metrics.server.ts";
import { shapeOf, watchStatements } from "./watch-statements.server.ts";

describe("figures", () => {
  it("are written as Prometheus reads them: cumulative buckets, escaped labels, one head per name", () => {
    const registry = createRegistry();
    const seconds = registry.histogram("test_seconds", "Time.", [0.1, 1]);
    for (const value of [0.05, 0.5, 0.5, 5]) seconds.observe({ route: 'a"\n\\' }, value);
    registry.gauge("test_open", "Open.", () => [{ labels: {}, value: 3 }]);
    expect(registry.text()).toBe(
      [
        "# HELP test_seconds Time.",
        "# TYPE test_seconds histogram",
        'test_seconds_bucket{route="a\\"\\n\\\\",le="0.1"} 1',
        'test_seconds_bucket{route="a\\"\\n\\\\",le="1"} 3',
        'test_seconds_bucket{route="a\\"\\n\\\\",le="+Inf"} 4',
        'test_seconds_sum{route="a\\"\\n\\\\"} 6.05',
        'test_seconds_count{route="a\\"\\n\\\\"} 4',
        "# HELP test_open Open.",
        "# TYPE test_open gauge",
        "test_open 3",
        "",
      ].join("\n"),
    );
  });

  it("stay few whatever is counted: a label that is no fixed word ends as `other`", () => {
    const counter = createRegistry();
    const one = counter.counter("test_total", "Test.");
    for (let index = 0; index < 5_000; index += 1) one.add({ who: String(index) });
    const lines = counter.text().split("\n");
    expect(lines.length).toBeLessThan(2_010);
    expect(lines).toContain('test_total{who="other"} 3000');
  });
});

describe("the route of an address", () => {
  const table = createRouteTable([
    "",
    "needs",
    "needs/:code",
    "needs/:code/donate",
    "staff/needs/new",
    "staff/needs/:id",
    "donations/:id/receipt.pdf",
    "ledger/export.csv",
    "*",
  ]);
  it.each([
    ["/", "/"],
    ["/needs?q=饮水", "/needs"],
    ["/needs/7KQ4D-M29XB", "/needs/:code"],
    ["/needs/7KQ4D-M29XB.data", "/needs/:code"],
    ["/needs/7KQ4D-M29XB/donate", "/needs/:code/donate"],
    ["/staff/needs/new", "/staff/needs/new"],
    ["/staff/needs/123", "/staff/needs/:id"],
    ["/donations/secret/receipt.pdf", "/donations/:id/receipt.pdf"],
    ["/ledger/export.csv", "/ledger/export.csv"],
    ["/wp-login.php", "other"],
    ["/needs/x/y/z", "other"],
  ])("%s is %s", (address, pattern) => {
    expect(table.patternOf(address)).toBe(pattern);
  });
});

describe("slow statements", () => {
  it("F10: are written down without any value, whether it was a parameter or written out", () => {
    const lines: unknown[] = [];
    const log = { info: (message: string, fields?: object) => void lines.push([message, fields]), error: () => {} };
    const metrics = createSiteMetrics();
    const listen = watchStatements("pages", { metrics, log, env: { slowQueryMs: 100 } });
    listen({ text: "begin", milliseconds: 900, isRefused: false });
    listen({ text: "select 2", milliseconds: 99, isRefused: false });
    listen({
      text: "select *\n from users where email = 'a@b.example' and age > 42 and id = $1 limit $12",
      milliseconds: 120.4,
      isRefused: false,
    });
    expect(lines).toEqual([
      [
        "slow query",
        {
          pool: "pages",
          ms: 120,
          isRefused: false,
          statement: "select * from users where email = ? and age > ? and id = $1 limit $12",
        },
      ],
    ]);
    expect(metrics.text()).toContain('jiedui_queries_total{pool="pages",outcome="ok"} 2');
    expect(metrics.text()).toContain('jiedui_slow_queries_total{pool="pages"} 1');
    expect(shapeOf(`select ${"x, ".repeat(500)}`).length).toBeLessThan(700);
  });

  it("without a threshold none is", () => {
    const log = { info: () => expect.fail("told"), error: () => {} };
    watchStatements("pages", { metrics: createSiteMetrics(), log, env: { slowQueryMs: null } })({
      text: "select 2",
      milliseconds: 60_000,
      isRefused: false,
    });
  });
});

describe("calls of the payment provider", () => {
  it("are counted by what they came to, also page by page and when they throw", async () => {
    const told: string[] = [];
    const gateway: Partial<PaymentGateway> = {
      retrieveRefund: async () => err("unknown"),
      retrieveCheckout: async () => {
        throw new Error("a bug");
      },
      expireCheckout: async () => ok(undefined),
      verifyEvent: () => err("bad_signature"),
      async *listBalanceTransactions() {
        yield ok([]);
        yield err("unavailable");
      },
    };
    const observed = observeGateway(gateway as PaymentGateway, ({ call, outcome }) => told.push(`${call} ${outcome}`));
    await observed.retrieveRefund("re_1", "acct_1");
    await expect(observed.retrieveCheckout("cs_1", "acct_1")).rejects.toThrow("a bug");
    await observed.expireCheckout("cs_1", "acct_1");
    observed.verifyEvent(Buffer.from(""), null, new Date(0));
    const since = new Date(0);
    for await (const _page of observed.listBalanceTransactions({ accountId: "acct_1", from: since, to: since }))
      void _page;
    expect(told).toEqual([
      "retrieveRefund unknown",
      "retrieveCheckout error",
      "expireCheckout ok",
      "listBalanceTransactions ok",
      "listBalanceTransactions unavailable",
    ]);
  });
});

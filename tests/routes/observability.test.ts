import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { onHouseholdChanged, onNeedChanged } from "#app/jobs/on-need-changed.server.ts";
import {
  onNeedOfVillageChanged,
  onPairingOfVillageChanged,
  onVillageChanged,
} from "#app/jobs/on-village-changed.server.ts";
import { searchedEvents } from "#app/jobs/read-metrics.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { createNeed, createTestRegions } from "#db/seed/factories.server.ts";
import { projectFolder } from "#scripts/parts.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
const logged: { message: string; requestId?: unknown }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  const take = (message: string, fields = {}) => void logged.push({ message, ...fields });
  site = await startSite(database, { hasPageCache: true, log: { info: take, error: take } });
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

const metrics = async () => (await site.request("/metrics")).text();
const figureOf = (text: string, series: string) =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? Number.NaN,
  );

describe("/metrics", () => {
  it("H3: counts requests by route and status, the page cache, statements, pools, search lag and the event loop", async () => {
    const { publicCode } = await createNeed(database.db);
    const page = `/needs/${publicCode}`;
    let from: string | null = null;
    for (let tries = 0; tries < 50 && from !== "hit"; tries += 1) {
      const answer = await site.request(page);
      await answer.text();
      from = answer.headers.get("X-Page-Cache");
    }
    await (await site.request("/needs/7KQ4D-M29XB")).text();
    const at = new Date(site.services.clock.now().getTime() - 90_000);
    await database.db
      .insert(outboxEvents)
      .values({ kind: "need.changed", payload: {}, occurredAt: at, nextAttemptAt: at });
    const text = await metrics();
    expect(figureOf(text, 'jiedui_requests_total{route="/needs/:code",method="GET",status="200"}')).toBeGreaterThan(1);
    expect(figureOf(text, 'jiedui_requests_total{route="/needs/:code",method="GET",status="404"}')).toBe(1);
    expect(figureOf(text, 'jiedui_page_cache_total{outcome="hit"}')).toBe(1);
    expect(figureOf(text, 'jiedui_page_cache_total{outcome="miss"}')).toBeGreaterThanOrEqual(1);
    expect(figureOf(text, 'jiedui_queries_total{pool="pages",outcome="ok"}')).toBeGreaterThan(2);
    expect(figureOf(text, 'jiedui_query_seconds_count{pool="pages"}')).toBeGreaterThan(2);
    expect(figureOf(text, 'jiedui_pool_connections{pool="pages",state="max"}')).toBe(10);
    expect(figureOf(text, "jiedui_search_lag_seconds")).toBeGreaterThanOrEqual(90);
    expect(figureOf(text, 'jiedui_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
  });

  it("F10, L17: no label holds anything but fixed words, whatever was asked for", async () => {
    const nasty = [
      "/needs/13800138000",
      "/donations/secret-key-of-a-donor",
      "/me?name=梁家明",
      "/%E6%A2%81%E5%AE%B6",
      '/a"b',
      "/staff/households/梁家明",
    ];
    for (const path of nasty) await (await site.request(encodeURI(path))).text();
    await (await site.request("/login", { form: { email: "someone@jiedui.example", password: "x" } })).text();
    const text = await metrics();
    expect(text).not.toMatch(/13800138000|secret-key|jiedui\.example|%E6|\p{Script=Han}/u);
    const values = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => `${name}=${value}`);
    const fixed =
      /^(route=(\/[\w:.\-[\]/]*|other)|method=(GET|HEAD|POST|other)|status=\d{3}|outcome=[a-z_]+|pool=[a-z]+|state=(max|lent|idle|opening)|call=[A-Za-z]+|quantile=[\d.]+|le=([\d.]+|\+Inf)|kind=[a-z_]+|replica=\d+)$/;
    expect(values.filter((value) => !fixed.test(value))).toEqual([]);
    const patterns = values.filter((value) => value.startsWith("route=")).map((value) => value.slice(6));
    expect(patterns).toEqual(expect.arrayContaining(["/needs/:code", "/donations/:id", "/login", "other"]));
  });

  it("names every figure that the Grafana dashboard asks for", async () => {
    const file = readFileSync(join(projectFolder, "scripts/grafana/jiedui-dashboard.json"), "utf8");
    const targets = z.object({ targets: z.array(z.object({ expr: z.string() })).optional() });
    const { panels } = z.object({ panels: z.array(targets) }).parse(JSON.parse(file));
    const asked = panels.flatMap((panel) => panel.targets ?? []).flatMap(({ expr }) => expr.match(/jiedui_\w+/g) ?? []);
    expect(asked.length).toBeGreaterThan(25);
    const withReplicas = site.services.metrics;
    withReplicas.watchReplicas(() => [{ number: 1, isInUse: true, lagSeconds: 0.2, reads: 4 }]);
    const text = await metrics();
    const known = new Set([
      ...[...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, type]) =>
        type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
      ...[...text.matchAll(/^(jiedui_\w+)/gm)].map(([, name]) => name),
      // Shown only when there is something to show.
      "jiedui_alarms_open",
      "jiedui_reconciliation_oldest_hours",
    ]);
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
  });

  it("the search lag knows every event that a search document follows", () => {
    const projections: readonly unknown[] = [
      onNeedChanged,
      onHouseholdChanged,
      onVillageChanged,
      onNeedOfVillageChanged,
      onPairingOfVillageChanged,
    ];
    const followed = Object.entries(eventHandlers)
      .filter(([, reactions]) => reactions.some((one) => typeof one === "object" && projections.includes(one.project)))
      .map(([kind]) => kind);
    expect(followed.sort()).toEqual([...searchedEvents].sort());
  });
});

describe("/readyz", () => {
  it("H3: is a transaction that may write: a database that takes none is not ready, though it answers every read", async () => {
    expect((await site.request("/readyz")).status).toBe(200);
    const [row] = await database.sql`select current_database() as name`;
    await database.sql.unsafe(`alter database "${row?.name}" set default_transaction_read_only = on`);
    const readOnly = await startSite(database);
    const answer = await readOnly.request("/readyz");
    await readOnly.close();
    await database.sql.unsafe("set default_transaction_read_only = off");
    await database.sql.unsafe(`alter database "${row?.name}" reset default_transaction_read_only`);
    expect(answer.status).toBe(503);
  });
});

describe("the log", () => {
  it("U44: every line of a request carries its id, also that of a message of the payment provider", async () => {
    logged.length = 0;
    const page = await site.request("/login");
    await page.text();
    const message = await site.request("/webhooks/stripe", { method: "POST" });
    await message.text();
    const ids = logged.filter(({ message: text }) => text === "request").map(({ requestId }) => requestId);
    expect(ids).toEqual([page.headers.get("X-Request-Id"), message.headers.get("X-Request-Id")]);
    expect(ids.every((id) => typeof id === "string" && id.length === 36)).toBe(true);
  });
});

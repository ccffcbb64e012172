import { isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { drainOutbox, type EventHandlers } from "#app/jobs/drain-outbox.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { factoryDate } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database);
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

beforeEach(() => database.db.delete(outboxEvents));

type Payload = Readonly<Record<string, string>>;

async function tell(kind: "need.changed" | "donation.paid", payloads: readonly Payload[]): Promise<void> {
  const when = { occurredAt: factoryDate, nextAttemptAt: factoryDate };
  await database.db.insert(outboxEvents).values(payloads.map((payload) => ({ kind, payload, ...when })));
}

const openEvents = () => database.db.select().from(outboxEvents).where(isNull(outboxEvents.processedAt));

describe("draining the outbox", () => {
  it("D8: a projection runs once for all events of its subject, and no two at the same time", async () => {
    const runs: string[] = [];
    let underWay = 0;
    let mostAtOnce = 0;
    const project = async (_services: unknown, { needId = "" }: Payload) => {
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      await Promise.resolve();
      runs.push(needId);
      underWay -= 1;
    };
    const handlers: EventHandlers = { "donation.paid": [{ project, oncePer: ({ needId }) => needId }] };
    await tell(
      "donation.paid",
      Array.from({ length: 40 }, (_, index) => ({ donationId: `${index}`, needId: `n${index % 3}` })),
    );
    expect(await drainOutbox(site.services, handlers)).toBe(40);
    expect(runs.sort()).toEqual(["n0", "n1", "n2"]);
    expect(mostAtOnce).toBe(1);
    expect(await openEvents()).toEqual([]);
  });

  it("D8: a projection that fails leaves every event that relied on it to be tried again, and only those", async () => {
    const project = async (_services: unknown, { needId }: Payload) => {
      if (needId === "off") throw new Error("index is away");
    };
    const handlers: EventHandlers = { "donation.paid": [{ project, oncePer: ({ needId }) => needId }] };
    const gifts = ["off", "on", "off", "on"].map((needId, index) => ({ donationId: `${index}`, needId }));
    await tell("donation.paid", gifts);
    await drainOutbox(site.services, handlers);
    const open = await openEvents();
    expect(open.map(({ payload, attempts }) => [payload.donationId, attempts])).toEqual([
      ["0", 1],
      ["2", 1],
    ]);
  });

  it("events about one subject keep their order, and one that waits does not hold up another subject", async () => {
    const order: string[] = [];
    let sayOtherRan = () => {};
    const otherRan = new Promise<void>((resolve) => {
      sayOtherRan = resolve;
    });
    const handlers: EventHandlers = {
      "need.changed": [
        async (_services, { needId = "" }) => {
          // Would wait for ever if subjects came one after the other.
          if (needId === "slow") await otherRan;
          else sayOtherRan();
          order.push(needId);
        },
      ],
    };
    await tell("need.changed", [{ needId: "slow" }, { needId: "slow" }, { needId: "quick" }]);
    await drainOutbox(site.services, handlers);
    expect(order).toEqual(["quick", "slow", "slow"]);
  });
});

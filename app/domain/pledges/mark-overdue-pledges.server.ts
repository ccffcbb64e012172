import { and, eq, lt, ne } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { movePledge } from "./move-pledge.server.ts";

const batchSize = 100;

/**
 * Marks accepted goods and hours whose promised day has passed: helper and village hear of it, and the village can record what came late or
 * release the quantity. Rows somebody is working on are left for the next run. Returns how many were marked.
 */
export async function markOverduePledges(db: Db, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const late = await tx
      .select({ id: pledges.id, needId: pledges.needId, state: pledges.state, version: pledges.version })
      .from(pledges)
      .where(
        and(eq(pledges.state, "accepted"), ne(pledges.kind, "money_later"), lt(pledges.promisedFor, dayInChina(at))),
      )
      .limit(batchSize)
      .for("update", { skipLocked: true });
    for (const pledge of late) await movePledge(tx, { pledge, event: "overdue" }, systemActor, at);
    return late.length;
  });
}

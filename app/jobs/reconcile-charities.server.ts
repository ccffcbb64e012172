import { listClearingMovements } from "#app/domain/reconciliation/clearing-movement-queries.server.ts";
import { completeFromMovements, listFeesToAsk } from "#app/domain/reconciliation/complete-fees.server.ts";
import { listCharitiesToReconcile, planReconciliation } from "#app/domain/reconciliation/plan-reconciliation.server.ts";
import { createComparison } from "#app/domain/reconciliation/reconciliation.ts";
import { recordReconciliation } from "#app/domain/reconciliation/record-reconciliation.server.ts";
import { createLogger } from "#app/http/logger.server.ts";
import type { Services } from "#app/services.server.ts";

const log = createLogger();
/** A payment of the last minutes may still be on its way here. */
const graceMs = 15 * 60_000;
/** The provider's clock may be ahead of ours. */
const aheadMs = 5 * 60_000;
const dayMs = 86_400_000;
/** Gifts whose fee is asked for between two comparisons; older ones are left to the daily comparison. */
const feeDays = 2;

type ReconcileServices = Pick<Services, "db" | "clock" | "payments" | "env">;

/**
 * Compares the books of each charity with its balance at the provider, once a day and when somebody asks (A9). A charity is a unit of work:
 * stopped, killed or with the provider away, the next run goes on with the charities that are not done, and posts nothing twice. The
 * provider is asked outside any transaction. Returns how many were compared.
 */
export async function reconcileCharities(services: ReconcileServices, signal?: AbortSignal): Promise<number> {
  let done = 0;
  for (const charityId of await listCharitiesToReconcile(services.db, { at: services.clock.now() })) {
    if (signal?.aborted) break;
    if (await reconcileCharity(services, charityId, signal)) done += 1;
  }
  return done;
}

/** Compares one charity; false when the provider was away or we were asked to stop. */
export async function reconcileCharity(
  services: ReconcileServices,
  charityId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const { db, clock, payments } = services;
  const at = clock.now();
  const plan = await planReconciliation(db, { charityId, at });
  if (plan === null) return false;
  const movements = [];
  const to = new Date(at.getTime() + aheadMs);
  for await (const page of payments.listBalanceTransactions({ accountId: plan.accountId, from: plan.from, to })) {
    if (!page.ok || signal?.aborted) return false;
    await completeFromMovements(db, { ...plan, movements: page.value, expectsLive: expectsLive(services) }, at);
    movements.push(...page.value);
  }
  // Read after the provider's side: whatever it had then is here by now, or will be within the grace.
  const since = new Date(plan.from.getTime() - dayMs);
  const comparison = createComparison(await listClearingMovements(db, { charityId, since }), {
    graceUntil: new Date(at.getTime() - graceMs),
  });
  comparison.add(movements);
  const result = comparison.finish(plan);
  const open = await recordReconciliation(db, { ...result, charityId, from: plan.from }, at);
  log.info("reconciled", { charityId, compared: result.compared, findings: result.findings.length, open });
  return true;
}

/** Asks the provider for the fees of gifts that its messages did not tell. Returns how many it posted. */
export async function completeFees(services: ReconcileServices, signal?: AbortSignal): Promise<number> {
  const { db, clock, payments } = services;
  const at = clock.now();
  const to = new Date(at.getTime() + aheadMs);
  let posted = 0;
  for (const ask of await listFeesToAsk(db, { since: new Date(at.getTime() - feeDays * dayMs) })) {
    // The provider took the money before we heard of it.
    const from = new Date(ask.from.getTime() - dayMs);
    for await (const page of payments.listBalanceTransactions({ accountId: ask.accountId, from, to })) {
      if (!page.ok || signal?.aborted) break;
      const input = { ...ask, movements: page.value, expectsLive: expectsLive(services) };
      posted += await completeFromMovements(db, input, at);
    }
  }
  return posted;
}

function expectsLive({ env }: Pick<Services, "env">): boolean {
  return env.mode === "production";
}

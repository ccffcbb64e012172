import { redirect } from "@remix-run/node";
import { approveAccountStep, rejectAccountStep } from "#app/auth/decide-account-step.server.ts";
import { resetSecondFactor } from "#app/auth/reset-second-factor.server.ts";
import type { AccountStepInput } from "#app/domain/accounts/account-form.ts";
import { disableAccount } from "#app/domain/accounts/disable-account.server.ts";
import { enableAccount } from "#app/domain/accounts/enable-account.server.ts";
import type { Actor } from "#app/domain/actor.ts";
import { ok, type Result } from "#app/domain/result.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type StepArgs = { services: Services; actor: Actor; userId: string; input: AccountStepInput };
type Done = "reset" | "proposed" | "disabled" | "enabled" | "decided";

/** One step on the account of the page, by the form's hidden `intent`. */
export function takeAccountStep(args: StepArgs) {
  const { services, actor, userId, input } = args;
  const at = services.clock.now();
  const { db } = services;
  switch (input.intent) {
    case "reset_second_factor":
      return named(resetSecondFactor(db, { userId, reason: input.reason }, actor, at), ({ state }) => state);
    case "disable":
      return named(disableAccount(db, { userId, reason: input.reason }, actor, at), () => "disabled");
    case "enable":
      return named(enableAccount(db, { userId, reason: input.reason }, actor, at), ({ state }) => state);
    case "approve":
      return named(approveAccountStep(db, { userId, proposalId: input.proposalId }, actor, at), () => "decided");
    case "reject":
      return named(rejectAccountStep(db, { userId, ...input }, actor, at), () => "decided");
  }
}

async function named<Value, Code extends string>(
  result: Promise<Result<Value, Code>>,
  doneOf: (value: Value) => Done,
): Promise<Result<Done, Code>> {
  const answer = await result;
  return answer.ok ? ok(doneOf(answer.value)) : answer;
}

/** Where the page goes after a step: to the account, or to the list when the account has left the reader's places by it. */
export function afterAccountStep(userId: string, done: Done): Response {
  return redirect(paths.staffAccount(userId, { done }), 303);
}

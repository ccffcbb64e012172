import { redirect } from "@remix-run/node";
import type { SignedInActor } from "#app/domain/actor.ts";
import { getStaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import type { Result } from "#app/domain/result.ts";
import type { VerificationStep } from "#app/domain/verification/verification-policy.ts";
import { getVerificationCase } from "#app/domain/verification/verification-queries.server.ts";
import { conflict, type GuardedArgs, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";

type StepArgs = Pick<GuardedArgs<SignedInActor>, "services" | "actor" | "params">;

/**
 * What a page of one verification step shows: the need and its case. Outside the reader's subtree there is nothing; where the step is not
 * open (any more) the case page says so. A step that is only closed to this person is shown with the reason (F13).
 */
export async function loadStep({ services, actor, params }: StepArgs, step: VerificationStep) {
  const needId = params.id ?? "";
  const now = services.clock.now();
  const [need, verification] = await Promise.all([
    getStaffNeed(services.db, { needId, actor }),
    getVerificationCase(services.db, { needId, actor, now }),
  ]);
  if (need === null || verification === null) throw notFound();
  const isSamePerson = verification.forSecondPerson.includes(step);
  if (!verification.steps[step] && !isSamePerson) throw redirect(paths.staffNeed(needId, { done: "step_closed" }));
  return { need, verification, isSamePerson };
}

type Refusing<Reply> = { refuse: (errors: Record<string, string[]>) => Reply };

/**
 * The answer to a sent step: on to the case, not there, overtaken by somebody else (409), or refused with the words of its code. Codes of
 * a picture stand beside the picture.
 */
export function answerStep<Reply>(
  result: Result<unknown, string>,
  form: Refusing<Reply>,
  { needId, done }: { needId: string; done: string },
) {
  if (result.ok) return redirect(paths.staffNeed(needId, { done }), 303);
  if (result.code === "not_found" || result.code === "not_allowed") throw notFound();
  if (result.code === "conflict") throw conflict();
  return form.refuse(result.code.startsWith("photo_") ? { photo: [result.code] } : { "": [result.code] });
}

import { redirect } from "@remix-run/node";
import { type Actor, actorUserId, hasRoleFor } from "#app/domain/actor.ts";
import type { NeedState } from "#app/domain/needs/need.ts";
import { answerSupervisorObjection } from "#app/domain/verification/answer-supervisor-objection.server.ts";
import { objectAsSupervisor } from "#app/domain/verification/object-as-supervisor.server.ts";
import {
  listSupervisorNames,
  listSupervisorObjections,
} from "#app/domain/verification/supervisor-objection-queries.server.ts";
import { answerSupervisorForm, supervisorObjectionForm } from "#app/domain/verification/verification-form.ts";
import { approverRoles, isBeforeApproval, supervisorRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";
import type { CaseActionArgs } from "./officer-actions.server.ts";
import type { Supervision } from "./supervisor-section.tsx";

type NeedOfCase = { id: string; regionCode: string; state: NeedState };

/** What the supervision section shows of a need found in the reader's scope. */
export async function loadSupervision(
  { db, clock }: Services,
  { need, actor }: { need: NeedOfCase; actor: Actor },
): Promise<Supervision> {
  const objections = await listSupervisorObjections(db, { needId: need.id });
  return {
    names: await listSupervisorNames(db, { regionCode: need.regionCode, at: clock.now() }),
    objections,
    canObject: isBeforeApproval(need.state) && hasRoleFor(actor, supervisorRoles, need.regionCode),
    canAnswer:
      hasRoleFor(actor, approverRoles, need.regionCode) &&
      objections.some(({ state, raisedBy }) => state === "received" && raisedBy !== actorUserId(actor)),
  };
}

/** The supervisor's objection and the county's answer; null when the form's intent is neither. */
export async function actOnSupervision({ read, services, actor, needId }: CaseActionArgs) {
  const at = services.clock.now();
  const intent = read.formData.get("intent");
  if (intent === "supervisor_object") {
    const form = parseForm(read.formData, supervisorObjectionForm);
    if (!form.ok) return form.reply;
    const result = await objectAsSupervisor(services.db, { needId, content: form.value.content }, actor, at);
    if (result.ok) return redirect(paths.staffNeed(needId, { done: "supervisor_objected" }), 303);
    throw result.code === "conflict" ? conflict() : notFound();
  }
  if (intent !== "supervisor_answer") return null;
  const form = parseForm(read.formData, answerSupervisorForm);
  if (!form.ok) return form.reply;
  const result = await answerSupervisorObjection(services.db, { needId, ...form.value }, actor, at);
  if (result.ok) return redirect(paths.staffNeed(needId, { done: "supervisor_answered" }), 303);
  if (result.code === "same_person") return form.refuse({ "": [result.code] });
  throw result.code === "conflict" ? conflict() : notFound();
}

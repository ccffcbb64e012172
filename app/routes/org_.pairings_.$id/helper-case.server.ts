import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { agreeToPairing } from "#app/domain/pairings/agree-to-pairing.server.ts";
import { pairingReasonForm } from "#app/domain/pairings/pairing-form.ts";
import { canTakeHelperStep } from "#app/domain/pairings/pairing-policy.ts";
import { getHelperPairing, listCoordinators, listHelperHistory } from "#app/domain/pairings/pairing-queries.server.ts";
import { withdrawPairing } from "#app/domain/pairings/withdraw-pairing.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

type CaseArgs = { services: Services; actor: SignedInActor; pairingId: string };

/** Everything the helper's page of a pairing shows; 404 for anyone else's. */
export async function readHelperCase({ services, actor, pairingId, done }: CaseArgs & { done: string | null }) {
  const { db, clock } = services;
  const pairing = await getHelperPairing(db, { pairingId, actor });
  if (pairing === null) throw notFound();
  const coordinators = await listCoordinators(db, { regionCode: pairing.regionCode, at: clock.now() });
  return {
    page: { title: pairing.villageName, isPrivate: true },
    pairing,
    history: await listHelperHistory(db, { pairingId }),
    coordinators: coordinators.map((coordinator) => coordinator.name),
    can: { agree: canTakeHelperStep(actor, pairing, "agree"), withdraw: canTakeHelperStep(actor, pairing, "withdraw") },
    isJustProposed: done === "proposed",
  };
}
export type HelperCaseData = Awaited<ReturnType<typeof readHelperCase>>;

type ActArgs = CaseArgs & { request: Request; backTo: (id: string) => string };

/** The helper's two steps: agree, withdraw. */
export async function actAsHelper({ request, services, actor, pairingId, backTo }: ActArgs) {
  const formData = await request.formData();
  const at = services.clock.now();
  if (formData.get("intent") === "agree") {
    const form = parseForm(formData, z.object({}));
    if (!form.ok) return form.reply;
    const result = await agreeToPairing(services.db, { pairingId }, actor, at);
    if (result.ok) return redirect(backTo(pairingId), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  if (formData.get("intent") !== "withdraw") throw notFound();
  const form = parseForm(formData, pairingReasonForm);
  if (!form.ok) return form.reply;
  const result = await withdrawPairing(services.db, { pairingId, ...form.value }, actor, at);
  if (result.ok) return redirect(backTo(pairingId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

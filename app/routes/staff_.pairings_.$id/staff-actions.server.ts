import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { activatePairing } from "#app/domain/pairings/activate-pairing.server.ts";
import { checkPairingIdentity } from "#app/domain/pairings/check-pairing-identity.server.ts";
import { consentToPairing } from "#app/domain/pairings/consent-to-pairing.server.ts";
import { declinePairing } from "#app/domain/pairings/decline-pairing.server.ts";
import { endPairing } from "#app/domain/pairings/end-pairing.server.ts";
import { handOverPairing } from "#app/domain/pairings/hand-over-pairing.server.ts";
import {
  handOverForm,
  pairingNoteForm,
  pairingReasonForm,
  reviewPairingForm,
} from "#app/domain/pairings/pairing-form.ts";
import { type StaffPairingEvent, staffPairingEvents } from "#app/domain/pairings/pairing-policy.ts";
import { reviewPairing } from "#app/domain/pairings/review-pairing.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";
import { actOnLife } from "../org_.pairings_.$id/life-actions.server.ts";

type ActArgs = { read: FormWithPictures; services: Services; actor: SignedInActor; pairingId: string };

/** The steps of the staff's side, one per `intent`; an intent nobody knows is not there. */
export async function actOnPairing({ read, services, actor, pairingId }: ActArgs) {
  const { formData } = read;
  const { db } = services;
  const at = services.clock.now();
  const event = staffPairingEvents.find((one) => one === formData.get("intent"));
  switch (event) {
    case "check_identity":
    case "consent": {
      const form = parseForm(formData, pairingNoteForm);
      if (!form.ok) return form.reply;
      const command = event === "consent" ? consentToPairing : checkPairingIdentity;
      return answer(form, event, pairingId, await command(db, { pairingId, ...form.value }, actor, at));
    }
    case "decline":
    case "end": {
      const form = parseForm(formData, pairingReasonForm);
      if (!form.ok) return form.reply;
      const command = event === "end" ? endPairing : declinePairing;
      return answer(form, event, pairingId, await command(db, { pairingId, ...form.value }, actor, at));
    }
    case "activate": {
      const form = parseForm(formData, z.object({}));
      if (!form.ok) return form.reply;
      return answer(form, event, pairingId, await activatePairing(db, { pairingId }, actor, at));
    }
    case "review": {
      const form = parseForm(formData, reviewPairingForm);
      if (!form.ok) return form.reply;
      return answer(form, event, pairingId, await reviewPairing(db, { pairingId, ...form.value }, actor, at));
    }
    case "hand_over": {
      const form = parseForm(formData, handOverForm);
      if (!form.ok) return form.reply;
      const result = await handOverPairing(db, { pairingId, ...form.value }, actor, at);
      return answer(form, event, result.ok ? result.value.pairingId : pairingId, result);
    }
    default:
      return actOnLife({ read, services, actor, pairingId, backTo: paths.staffPairing });
  }
}

type Refusable<Refusal> = { refuse: (errors: Record<string, string[]>) => Refusal };

function answer<Refusal>(
  form: Refusable<Refusal>,
  event: StaffPairingEvent,
  pairingId: string,
  result: Result<unknown, string>,
) {
  if (result.ok) return redirect(paths.staffPairing(pairingId, { done: event }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

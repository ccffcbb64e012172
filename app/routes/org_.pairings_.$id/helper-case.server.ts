import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { agreeToPairing } from "#app/domain/pairings/agree-to-pairing.server.ts";
import { consentToPairing } from "#app/domain/pairings/consent-to-pairing.server.ts";
import { declinePairing } from "#app/domain/pairings/decline-pairing.server.ts";
import { findPairingSide } from "#app/domain/pairings/find-pairing.server.ts";
import { listMessagesOfSide } from "#app/domain/pairings/message-queries.server.ts";
import { pairingNoteForm, pairingReasonForm } from "#app/domain/pairings/pairing-form.ts";
import { canSpeakForTarget, canTakeHelperStep, canTakeStaffStep } from "#app/domain/pairings/pairing-policy.ts";
import {
  getHelperPairing,
  getPartnerPairing,
  listCoordinators,
  listHelperHistory,
} from "#app/domain/pairings/pairing-queries.server.ts";
import { withdrawPairing } from "#app/domain/pairings/withdraw-pairing.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";
import { agreementText } from "./agreement-text.ts";
import { actOnLife } from "./life-actions.server.ts";
import { readLife } from "./read-life.server.ts";

type CaseArgs = { services: Services; actor: SignedInActor; pairingId: string };

/** Everything a side's page of a pairing shows: the helper's, or the partner school's or hospital's; 404 for anyone else's. */
export async function readHelperCase({ services, actor, pairingId, done }: CaseArgs & { done: string | null }) {
  const { db, clock } = services;
  const helped = await getHelperPairing(db, { pairingId, actor });
  const partnered = helped === null ? await getPartnerPairing(db, { pairingId, actor }) : null;
  const found = helped ?? partnered;
  if (found === null) throw notFound();
  const side = helped === null ? ("village" as const) : ("helper" as const);
  const coordinators = await listCoordinators(db, { regionCode: found.regionCode, at: clock.now() });
  const isActive = found.state === "active";
  return {
    page: { title: found.partnerName ?? found.villageName, isPrivate: true },
    pairing: forSide(found),
    history: await listHelperHistory(db, { pairingId }),
    coordinators: coordinators.map((coordinator) => coordinator.name),
    life: {
      ...(await readLife(db, { pairing: found, now: clock.now() })),
      messages: await listMessagesOfSide(db, { pairingId, side }),
    },
    can: {
      agree: canTakeHelperStep(actor, found, "agree"),
      withdraw: canTakeHelperStep(actor, found, "withdraw"),
      consent: partnered !== null && canTakeStaffStep(actor, partnered, "consent"),
      decline: partnered !== null && canTakeStaffStep(actor, partnered, "decline"),
      report: isActive && side === "helper",
      confirm: isActive && side === "village" && canSpeakForTarget(actor, found),
      write: isActive,
    },
    done,
  };
}
export type HelperCaseData = Awaited<ReturnType<typeof readHelperCase>>;
type Found = NonNullable<Awaited<ReturnType<typeof getHelperPairing>>>;

/** Only what both sides see: a partner's row also carries what staff relay by. */
function forSide(row: Found) {
  const { id, publicCode, kind, state, regionCode, villageName, householdCode, organizationId, organizationName } = row;
  const { groupName, partnerName, promise, villageNote, fromDay, toDay } = row;
  const names = { villageName, householdCode, organizationName, groupName, partnerName };
  return { id, publicCode, kind, state, regionCode, organizationId, ...names, promise, villageNote, fromDay, toDay };
}

type ActArgs = CaseArgs & {
  request: Request;
  t: Messages;
  backTo: (id: string, query?: { done: string }) => string;
};

/** The steps of a side: agree, withdraw; of a partner consent and decline; then deeds and messages. */
export async function actAsHelper({ request, services, actor, pairingId, backTo, t }: ActArgs) {
  const read = await readFormWithPictures(request);
  const { formData } = read;
  const { db } = services;
  const at = services.clock.now();
  switch (formData.get("intent")) {
    case "agree": {
      const form = parseForm(formData, z.object({}));
      if (!form.ok) return form.reply;
      const found = await findPairingSide(db, { pairingId, actor });
      if (found === null) throw notFound();
      const facts = { pairingId, agreementText: agreementText(t, found.pairing) };
      const result = await agreeToPairing(db, facts, actor, at);
      if (result.ok) return redirect(backTo(pairingId), 303);
      if (result.code === "not_found") throw notFound();
      return form.refuse({ "": [result.code] });
    }
    case "withdraw":
    case "decline": {
      const form = parseForm(formData, pairingReasonForm);
      if (!form.ok) return form.reply;
      const command = formData.get("intent") === "withdraw" ? withdrawPairing : declinePairing;
      const result = await command(db, { pairingId, ...form.value }, actor, at);
      if (result.ok) return redirect(backTo(pairingId), 303);
      if (result.code === "not_found") throw notFound();
      return form.refuse({ "": [result.code] });
    }
    case "consent": {
      const form = parseForm(formData, pairingNoteForm);
      if (!form.ok) return form.reply;
      const result = await consentToPairing(db, { pairingId, ...form.value }, actor, at);
      if (result.ok) return redirect(backTo(pairingId), 303);
      if (result.code === "not_found") throw notFound();
      return form.refuse({ "": [result.code] });
    }
    default:
      return actOnLife({ read, services, actor, pairingId, backTo });
  }
}

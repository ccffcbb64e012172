import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { acceptPledge } from "#app/domain/pledges/accept-pledge.server.ts";
import { checkPledge } from "#app/domain/pledges/check-pledge.server.ts";
import { declinePledge } from "#app/domain/pledges/decline-pledge.server.ts";
import { deliverPledge } from "#app/domain/pledges/deliver-pledge.server.ts";
import {
  pledgeNoteForm,
  pledgeQuantityForm,
  pledgeReasonForm,
  signPledgeForm,
} from "#app/domain/pledges/pledge-form.ts";
import { type StaffPledgeEvent, staffPledgeEvents } from "#app/domain/pledges/pledge-policy.ts";
import { receivePledge } from "#app/domain/pledges/receive-pledge.server.ts";
import { releasePledge } from "#app/domain/pledges/release-pledge.server.ts";
import { signPledge } from "#app/domain/pledges/sign-pledge.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type ActArgs = { read: FormWithPictures; services: Services; actor: Actor; pledgeId: string };

/** The steps of the recipient's side, one per `intent`; an intent nobody knows is not there. */
export async function actOnPledge(args: ActArgs) {
  const { read, services, actor, pledgeId } = args;
  const { db } = services;
  const at = services.clock.now();
  const event = staffPledgeEvents.find((one) => one === read.formData.get("intent"));
  switch (event) {
    case "accept":
    case "check": {
      const form = parseForm(read.formData, pledgeNoteForm);
      if (!form.ok) return form.reply;
      const command = event === "accept" ? acceptPledge : checkPledge;
      return answer(form, event, pledgeId, await command(db, { pledgeId, ...form.value }, actor, at));
    }
    case "decline":
    case "release": {
      const form = parseForm(read.formData, pledgeReasonForm);
      if (!form.ok) return form.reply;
      const command = event === "decline" ? declinePledge : releasePledge;
      return answer(form, event, pledgeId, await command(db, { pledgeId, ...form.value }, actor, at));
    }
    case "receive":
    case "deliver": {
      const form = parseForm(read.formData, pledgeQuantityForm);
      if (!form.ok) return form.reply;
      const command = event === "receive" ? receivePledge : deliverPledge;
      return answer(form, event, pledgeId, await command(db, { pledgeId, ...form.value }, actor, at));
    }
    case "sign":
      return sign(args);
    default:
      throw notFound();
  }
}

async function sign({ read, services, actor, pledgeId }: ActArgs) {
  const form = parseForm(read.formData, signPledgeForm);
  if (!form.ok) return form.reply;
  const uploadError = read.uploadError ?? (read.pictures.length > 1 ? "too_many_photos" : null);
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const input = { pledgeId, ...form.value, picture: read.pictures[0] ?? null };
  return answer(form, "sign", pledgeId, await signPledge(services, input, actor, services.clock.now()));
}

type Refusable<Refusal> = { refuse: (errors: Record<string, string[]>) => Refusal };

function answer<Refusal>(
  form: Refusable<Refusal>,
  event: StaffPledgeEvent,
  pledgeId: string,
  result: Result<undefined, string>,
) {
  if (result.ok) return redirect(paths.staffPledge(pledgeId, { done: event }), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code.startsWith("too_many:")) return form.refuse({ quantity: [result.code] });
  if (result.code.startsWith("photo_")) return form.refuse({ photo: [result.code] });
  return form.refuse({ "": [result.code] });
}

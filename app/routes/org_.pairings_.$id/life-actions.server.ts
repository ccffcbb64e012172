import { redirect } from "@remix-run/node";
import type { SignedInActor } from "#app/domain/actor.ts";
import { decideDeed } from "#app/domain/deeds/decide-deed.server.ts";
import { confirmDeedForm, reportDeedForm, returnDeedForm } from "#app/domain/deeds/deed-form.ts";
import { reportDeed } from "#app/domain/deeds/report-deed.server.ts";
import { decideMessage } from "#app/domain/pairings/decide-message.server.ts";
import { messageForm, refuseMessageForm, releaseMessageForm } from "#app/domain/pairings/message-form.ts";
import { writeMessage } from "#app/domain/pairings/write-message.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import type { Services } from "#app/services.server.ts";

type LifeArgs = {
  read: FormWithPictures;
  services: Services;
  actor: SignedInActor;
  pairingId: string;
  backTo: (id: string, query: { done: string }) => string;
};

/** What both sides and staff do while a tie is active: deeds and messages, one per `intent`; an intent nobody knows is not there. */
export async function actOnLife(args: LifeArgs) {
  const { read, services, actor, pairingId } = args;
  const at = services.clock.now();
  const intent = read.formData.get("intent");
  switch (intent) {
    case "report_deed":
      return report(args);
    case "confirm_deed": {
      const form = parseForm(read.formData, confirmDeedForm);
      if (!form.ok) return form.reply;
      const input = { pairingId, event: "confirm" as const, ...form.value };
      return answer(form, intent, args, await decideDeed(services.db, input, actor, at));
    }
    case "return_deed": {
      const form = parseForm(read.formData, returnDeedForm);
      if (!form.ok) return form.reply;
      const input = { pairingId, event: "return" as const, ...form.value };
      return answer(form, intent, args, await decideDeed(services.db, input, actor, at));
    }
    case "write_message": {
      const form = parseForm(read.formData, messageForm);
      if (!form.ok) return form.reply;
      return answer(form, intent, args, await writeMessage(services.db, { pairingId, ...form.value }, actor, at));
    }
    case "release_message":
    case "refuse_message": {
      const form = parseForm(read.formData, intent === "release_message" ? releaseMessageForm : refuseMessageForm);
      if (!form.ok) return form.reply;
      const event = intent === "release_message" ? ("release" as const) : ("refuse" as const);
      return answer(
        form,
        intent,
        args,
        await decideMessage(services.db, { pairingId, event, ...form.value }, actor, at),
      );
    }
    default:
      throw notFound();
  }
}

async function report(args: LifeArgs) {
  const { read, services, actor, pairingId } = args;
  const form = parseForm(read.formData, reportDeedForm);
  if (!form.ok) return form.reply;
  if (read.uploadError) return form.refuse({ photo: [read.uploadError] });
  const input = { pairingId, ...form.value, pictures: read.pictures };
  const result = await reportDeed(services, input, actor, services.clock.now());
  if (result.ok || result.code === "not_found") return answer(form, "report_deed", args, result);
  if (result.code === "in_future" || result.code === "before_pairing") return form.refuse({ doneOn: [result.code] });
  if (result.code.startsWith("photo_") || result.code === "evidence_missing")
    return form.refuse({ photo: [result.code] });
  return form.refuse({ "": [result.code] });
}

type Refusable<Refusal> = { refuse: (errors: Record<string, string[]>) => Refusal };

function answer<Refusal>(
  form: Refusable<Refusal>,
  done: string,
  { pairingId, backTo }: LifeArgs,
  result: Result<unknown, string>,
) {
  if (result.ok) return redirect(backTo(pairingId, { done }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "#app/domain/actor.ts";
import { addNeedPhotos } from "#app/domain/needs/add-need-photos.server.ts";
import { needPhotosForm, withdrawNeedForm } from "#app/domain/needs/need-form.ts";
import { removeNeedPhoto } from "#app/domain/needs/remove-need-photo.server.ts";
import { submitNeed } from "#app/domain/needs/submit-need.server.ts";
import { withdrawNeed } from "#app/domain/needs/withdraw-need.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

export type CaseActionArgs = {
  read: FormWithPictures;
  services: Services;
  actor: Actor;
  needId: string;
};

/** The officer's four actions on a case; null when the form's intent is none of them. */
export async function actAsOfficer(args: CaseActionArgs) {
  switch (args.read.formData.get("intent")) {
    case "submit":
      return submit(args);
    case "withdraw":
      return withdraw(args);
    case "add_photos":
      return addPhotos(args);
    case "remove_photo":
      return removePhoto(args);
    default:
      return null;
  }
}

function doneWith(needId: string, done: string) {
  return redirect(paths.staffNeed(needId, { done }), 303);
}

async function submit({ read, services, actor, needId }: CaseActionArgs) {
  const form = parseForm(read.formData, z.object({}));
  if (!form.ok) return form.reply;
  const result = await submitNeed(services.db, { needId }, actor, services.clock.now());
  if (result.ok) return doneWith(needId, "submitted");
  if (result.code === "not_found") throw notFound();
  if ("findings" in result) {
    return form.refuse({ "": result.findings.map(({ kind, found }) => `forbidden.${kind}:${found}`) });
  }
  return form.refuse({ "": [result.code] });
}

async function withdraw({ read, services, actor, needId }: CaseActionArgs) {
  const form = parseForm(read.formData, withdrawNeedForm);
  if (!form.ok) return form.reply;
  const result = await withdrawNeed(services.db, { needId, ...form.value }, actor, services.clock.now());
  if (result.ok) return doneWith(needId, "withdrawn");
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

async function addPhotos({ read, services, actor, needId }: CaseActionArgs) {
  const form = parseForm(read.formData, needPhotosForm);
  if (!form.ok) return form.reply;
  if (read.uploadError) return form.refuse({ photos: [read.uploadError] });
  const input = { needId, pictures: read.pictures, ...form.value };
  const result = await addNeedPhotos(services, input, actor, services.clock.now());
  if (result.ok) return doneWith(needId, "photos_added");
  if (result.code === "not_found") throw notFound();
  return result.code === "not_editable" ? form.refuse({ "": [result.code] }) : form.refuse({ photos: [result.code] });
}

async function removePhoto({ read, services, actor, needId }: CaseActionArgs) {
  const form = parseForm(read.formData, z.object({ fileId: z.string() }));
  if (!form.ok) return form.reply;
  const result = await removeNeedPhoto(services.db, { needId, ...form.value }, actor, services.clock.now());
  if (result.ok) return doneWith(needId, "photo_removed");
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

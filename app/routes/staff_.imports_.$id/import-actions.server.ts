import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { mapColumns } from "#app/domain/register-imports/columns.ts";
import { ignoredColumn, mapForm } from "#app/domain/register-imports/import-form.ts";
import { confirmImport, discardImport, mapImport } from "#app/domain/register-imports/move-import.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type Step = { formData: FormData; services: Services; actor: SignedInActor; importId: string };

/** The three things one can do on the page of an import. */
export async function actOnImport(step: Step) {
  const intent = step.formData.get("intent");
  if (intent === "map") return mapStep(step);
  if (intent === "confirm" || intent === "discard") return moveStep(step, intent);
  throw new Response(null, { status: 400, statusText: "Bad Request" });
}

async function mapStep({ formData, services, actor, importId }: Step) {
  const at = services.clock.now();
  const form = parseForm(formData, mapForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const { programme = null, programmeFrom = null } = form.value;
  const fields = form.value.columns.map((field) => (field === ignoredColumn ? null : field));
  const { columns, claimedTwice } = mapColumns(fields);
  if (claimedTwice.length > 0) return form.refuse({ "": ["column_twice"] });
  const result = await mapImport(services.db, { importId, columns, programme, programmeFrom }, actor, at);
  if (result.ok) return redirect(paths.staffImport(importId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

async function moveStep({ formData, services, actor, importId }: Step, intent: "confirm" | "discard") {
  const form = parseForm(formData, z.object({ intent: z.literal(intent) }));
  if (!form.ok) return form.reply;
  const move = intent === "confirm" ? confirmImport : discardImport;
  const result = await move(services.db, { importId }, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffImport(importId), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code === "conflict") throw conflict();
  return form.refuse({ "": [result.code] });
}

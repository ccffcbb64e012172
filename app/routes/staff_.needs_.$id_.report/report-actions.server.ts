import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "#app/domain/actor.ts";
import { checkbox, requiredText } from "#app/domain/form-fields.ts";
import { addImpactReportPhotos } from "#app/domain/impact-reports/add-impact-report-photos.server.ts";
import { impactReportForm } from "#app/domain/impact-reports/impact-report-form.ts";
import { getReportOfNeed } from "#app/domain/impact-reports/impact-report-staff-queries.server.ts";
import { publishImpactReport } from "#app/domain/impact-reports/publish-impact-report.server.ts";
import { returnImpactReport } from "#app/domain/impact-reports/return-impact-report.server.ts";
import { saveImpactReport } from "#app/domain/impact-reports/save-impact-report.server.ts";
import { submitImpactReport } from "#app/domain/impact-reports/submit-impact-report.server.ts";
import type { FormReply } from "#app/http/forms.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";

type ReportActionArgs = { read: FormWithPictures; services: Services; actor: Actor; needId: string; t: Messages };

export type ReportReply = FormReply & { messages?: Record<string, string> };

const photosForm = z.object({ alternativeText: requiredText({ max: 100 }), showsPerson: checkbox() });
const returnForm = z.object({ reason: requiredText({ min: 2, max: 300 }) });

/** What a report can be told to do; null when the form's intent is none of it. */
export async function actOnReport(args: ReportActionArgs) {
  switch (args.read.formData.get("intent")) {
    case "save":
      return save(args);
    case "add_photos":
      return addPhotos(args);
    case "submit":
      return step(args, submitImpactReport);
    case "publish":
      return step(args, publishImpactReport);
    case "return":
      return giveBack(args);
    default:
      return null;
  }
}

function backTo(needId: string) {
  return redirect(`${paths.staffNeedReport(needId)}?done=saved`, 303);
}

async function save({ read, services, actor, needId, t }: ReportActionArgs) {
  const form = parseForm(read.formData, impactReportForm);
  if (!form.ok) return form.reply;
  const result = await saveImpactReport(services.db, { ...form.value, needId }, actor, services.clock.now());
  if (result.ok) return backTo(needId);
  if (result.code === "not_found") throw notFound();
  if (!("findings" in result)) return form.refuse({ "": [result.code] });
  const codes = result.findings.map(({ kind, found }) => `forbidden.${kind}:${found}`);
  const messages: Record<string, string> = Object.fromEntries(
    result.findings.map(({ kind, found }, index) => [codes[index] ?? "", t.needsStaff.forbidden[kind](found)]),
  );
  const refusal = form.refuse({ body: codes });
  return data<ReportReply>({ ...refusal.data, messages }, { status: 422 });
}

async function reportIdOf({ services, actor, needId }: ReportActionArgs): Promise<string> {
  const report = await getReportOfNeed(services.db, { needId, actor, of: "work" });
  if (report === null) throw notFound();
  return report.id;
}

async function addPhotos(args: ReportActionArgs) {
  const { read, services, actor, needId } = args;
  const form = parseForm(read.formData, photosForm);
  if (!form.ok) return form.reply;
  if (read.uploadError) return form.refuse({ "": [read.uploadError] });
  const input = { reportId: await reportIdOf(args), pictures: read.pictures, ...form.value };
  const result = await addImpactReportPhotos(services, input, actor, services.clock.now());
  if (result.ok) return backTo(needId);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

type Step = typeof submitImpactReport | typeof publishImpactReport;

async function step(args: ReportActionArgs, command: Step) {
  const { read, services, actor, needId } = args;
  const form = parseForm(read.formData, z.object({}));
  if (!form.ok) return form.reply;
  const result = await command(services.db, { reportId: await reportIdOf(args) }, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffNeedReport(needId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

async function giveBack(args: ReportActionArgs) {
  const { read, services, actor, needId } = args;
  const form = parseForm(read.formData, returnForm);
  if (!form.ok) return form.reply;
  const input = { reportId: await reportIdOf(args), ...form.value };
  const result = await returnImpactReport(services.db, input, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffNeedReport(needId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { anyStaff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { getHelpBehind, listPaymentsBehind } from "#app/domain/household-cases/help-behind-queries.server.ts";
import { listFileSignatures, listFileVersions } from "#app/domain/household-cases/household-case-queries.server.ts";
import { monitorRoles } from "#app/domain/household-monitoring/monitoring-policy.ts";
import { listChecklists } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { getHouseholdFile, listFileHistory } from "#app/domain/households/household-queries.server.ts";
import { listVisits } from "#app/domain/visits/visit-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { pdfResponse } from "#app/http/pdf-response.server.ts";
import { householdDocument } from "#app/printing/household-document.ts";

/** 一户一档 on paper (S3): the whole file of a household in the reader's subtree as one PDF. */
export const loader = guardLoader(anyStaff, async ({ services, params, actor, locale, t, context }) => {
  const { db } = services;
  const at = services.clock.now();
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at });
  if (file === null) throw notFound();
  requireFreshSecondFactor(context, at, paths.staffHouseholdPdf(file.id));
  const key = { householdId: file.id };
  const filter = { by: "household" as const, householdId: file.id };
  const document = householdDocument({
    file,
    checklists: await listChecklists(db, key),
    visits: (await listVisits(db, { actor, filter, page: 1 })).items.filter((visit) => !visit.isCorrected),
    help: await getHelpBehind(db, key),
    payments: await listPaymentsBehind(db, key),
    versions: await listFileVersions(db, key),
    signatures: await listFileSignatures(db, key),
    history: await listFileHistory(db, file),
    showsNames: hasRoleFor(actor, monitorRoles, file.regionCode),
    printedBy: actor.displayName,
    t,
    locale,
    at,
  });
  return pdfResponse(services, {
    document,
    fileName: `jiedui-${file.publicCode}`,
    backTo: paths.staffHousehold(file.id),
    clientAddress: context.clientAddress,
    locale,
    t,
  });
});

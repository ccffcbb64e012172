import { organizationMember } from "#app/auth/policies.ts";
import { readAnnualReturn } from "#app/domain/deeds/annual-return-queries.server.ts";
import { exportAnnualReturn } from "#app/domain/deeds/export-annual-return.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";

/** The annual return as a spreadsheet, for the organization's own members (S48). */
export const loader = guardLoader(organizationMember, async ({ services, actor, params, t }) => {
  const year = Number(/^\d{4}$/.test(params.year ?? "") ? params.year : Number.NaN);
  const now = services.clock.now();
  const found = await readAnnualReturn(services.db, { organizationId: params.id ?? "", year, actor, now });
  if (found === null) throw notFound();
  const words = t.deeds.annual;
  const sheet = await exportAnnualReturn(found, {
    columns: Object.values(words.columns),
    kinds: t.pairings.kinds,
    ways: t.deeds.ways,
    outcomes: t.deeds.review.outcomes,
    missing: words.missing,
    total: words.total,
  });
  return new Response(sheet, {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="annual-return-${year}.xlsx"`,
      "Cache-Control": "no-store",
    },
  });
});

import { redirect } from "@remix-run/node";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { exportJournalSheet } from "#app/domain/books/export-journal-sheet.server.ts";
import { journalForm } from "#app/domain/books/journal-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";

/** A charity's journal of a period as a spreadsheet, for its members only (Q19). */
export const loader = guardLoader(organizationMember, async ({ services, actor, url, t, context }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const form = parseForm(url.searchParams, journalForm);
  if (!form.ok) return redirect(paths.organizationBooks({ charity: charity.id, journal: "refused" }), 303);
  // The code first (E3): its page leads back here, and the file comes.
  requireFreshSecondFactor(context, services.clock.now(), `${url.pathname}${url.search}`);
  const { from, to } = form.value;
  const sheet = await exportJournalSheet(services.db, {
    charityId: charity.id,
    period: { fromDay: from, toDay: to },
    words: {
      columns: Object.values(t.books.journal.columns),
      kinds: t.ledger.transactionKinds,
      accountKinds: t.ledger.accountKinds,
      total: t.books.journal.total,
    },
  });
  if (!sheet.ok) return redirect(paths.organizationBooks({ charity: charity.id, journal: sheet.code }), 303);
  return new Response(sheet.value, {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="journal-${from}-${to}.xlsx"`,
      "Cache-Control": "no-store",
    },
  });
});

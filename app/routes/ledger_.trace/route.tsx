import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { readLotCode } from "#app/domain/public-ledger/lot-trace.ts";
import { getLotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FindLotForm } from "#app/routes/ledger/find-lot.tsx";
import { Page } from "#app/ui/page.tsx";

/** From a code typed off a receipt to its page; what is no code of ours comes back with the words. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const typed = (url.searchParams.get("lot") ?? "").slice(0, 120);
  const code = readLotCode(typed);
  if (code !== null && (await getLotTrace(services.db, { code })) !== null) throw redirect(paths.ledgerTrace(code));
  return { page: { title: t.moneyTrace.findTitle }, typed };
});

export default function FindLotPage() {
  const t = useMessages();
  const { typed } = useLoaderData<typeof loader>();
  return (
    <Page title={t.moneyTrace.findTitle} breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]} narrow>
      <FindLotForm code={typed} isUnknown={typed !== ""} />
    </Page>
  );
}

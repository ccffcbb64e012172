import { useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { callbackRoles } from "#app/domain/callbacks/callback-policy.ts";
import { listCallbacksToMake, listMismatches } from "#app/domain/callbacks/callback-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = guardLoader(staff(...callbackRoles), async ({ services, actor, t }) => ({
  page: { title: t.callbacks.title, isPrivate: true },
  waiting: await listCallbacksToMake(services.db, { actor }),
  mismatches: await listMismatches(services.db, { actor }),
}));

type Listed = Awaited<ReturnType<typeof listMismatches>>[number];

/** Payments drawn for a call-back by this person, and those where the recipient said otherwise (D6). */
export default function CallbackQueuePage() {
  const t = useMessages();
  const words = t.callbacks;
  const { waiting, mismatches } = useLoaderData<typeof loader>();
  const itemOf = (callback: Listed) => ({
    to: paths.staffCallback(callback.id),
    label: `${callback.purpose} ${formatYuanWithSign(callback.amountFen)}`,
    note: [callback.villageName, words.ofMonth(callback.month), words.states[callback.state]].join(" · "),
  });
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      <Section title={words.waiting}>
        {waiting.length === 0 ? <p className="text-muted">{words.none}</p> : <LinkList items={waiting.map(itemOf)} />}
      </Section>
      {mismatches.length > 0 && (
        <Section title={words.mismatches} lead={words.mismatchesLead}>
          <LinkList items={mismatches.map(itemOf)} />
        </Section>
      )}
    </Page>
  );
}

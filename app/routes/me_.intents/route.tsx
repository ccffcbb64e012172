import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { listOwnIntents } from "#app/domain/intents/intent-queries.server.ts";
import { countWaitingProposals } from "#app/domain/matching/proposal-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { IntentList } from "./intent-list.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => {
  const intents = await listOwnIntents(services.db, { actor });
  const intentIds = intents.map(({ id }) => id);
  return {
    page: { title: t.intents.mine.title, isPrivate: true },
    intents,
    waiting: await countWaitingProposals(services.db, { intentIds }),
  };
});

export default function MyIntentsPage() {
  const t = useMessages();
  const words = t.intents.mine;
  const { intents, waiting } = useLoaderData<typeof loader>();
  const newLink = <ButtonLink to={paths.intentNew()}>{words.new}</ButtonLink>;
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}>
      {intents.length === 0 ? (
        <EmptyState title={words.none} icon="package" actions={newLink}>
          <p>{words.noneHint}</p>
        </EmptyState>
      ) : (
        <>
          <IntentList intents={intents} waiting={waiting} />
          <p>{newLink}</p>
        </>
      )}
    </Page>
  );
}

import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { listHelperPairings } from "#app/domain/pairings/pairing-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { HelperPairingList } from "./helper-pairing-list.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => ({
  page: { title: t.pairings.mine.title, isPrivate: true },
  pairings: await listHelperPairings(services.db, { actor }),
}));

export default function MyPairingsPage() {
  const t = useMessages();
  const words = t.pairings.mine;
  const { pairings } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}>
      {pairings.length === 0 ? (
        <EmptyState
          title={words.none}
          icon="handshake"
          actions={<ButtonLink to={paths.villages()}>{words.findVillage}</ButtonLink>}
        >
          <p>{words.noneHint}</p>
        </EmptyState>
      ) : (
        <HelperPairingList pairings={pairings} />
      )}
    </Page>
  );
}

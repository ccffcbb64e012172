import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { listHelperPledges } from "#app/domain/pledges/pledge-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { HelperPledgeList } from "./helper-pledge-list.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => ({
  page: { title: t.pledges.mine.title, isPrivate: true },
  pledges: await listHelperPledges(services.db, { actor }),
}));

export default function MyPledgesPage() {
  const t = useMessages();
  const words = t.pledges.mine;
  const { pledges } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}>
      {pledges.length === 0 ? (
        <EmptyState
          title={words.none}
          icon="package"
          actions={<ButtonLink to={paths.needs({ type: "goods" })}>{words.findNeed}</ButtonLink>}
        >
          <p>{words.noneHint}</p>
        </EmptyState>
      ) : (
        <HelperPledgeList pledges={pledges} />
      )}
    </Page>
  );
}

import { useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listHelpersFor } from "#app/domain/matching/helpers-queries.server.ts";
import { namePlaces } from "#app/domain/matching/proposal-queries.server.ts";
import { getStaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { helperWords } from "#app/ui/helper-words.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { MatchReasons } from "#app/ui/match-reasons.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, t }) => {
  const need = await getStaffNeed(services.db, { needId: params.id ?? "", actor });
  if (need === null) throw notFound();
  const day = dayInChina(services.clock.now());
  const helpers = (await listHelpersFor(services.db, { needId: need.id, day }))?.helpers ?? [];
  const reasons = helpers.flatMap((helper) => [...helper.reasons, ...helper.counterfactuals]);
  return {
    page: { title: t.matching.helpers.title, isPrivate: true },
    need: { id: need.id, title: need.title },
    helpers,
    placeNames: await namePlaces(services.db, reasons),
  };
});

/** Who has left an intent that fits this need, and why, for its staff (S37). */
export default function NeedHelpersPage() {
  const t = useMessages();
  const words = t.matching.helpers;
  const { need, helpers, placeNames } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      eyebrow={need.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeeds(), label: t.needsStaff.title },
        { to: paths.staffNeed(need.id), label: need.title },
      ]}
    >
      {helpers.length === 0 && (
        <EmptyState title={words.none} icon="package">
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {helpers.map((helper) => (
        <Panel key={helper.intentId} title={helperWords(t, helper)}>
          <MatchReasons {...helper} placeNames={placeNames} isAboutHelper />
        </Panel>
      ))}
      <MoreLink to={paths.matchWeights()}>{t.matching.weights.title}</MoreLink>
    </Page>
  );
}

import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import { getPublicHousehold } from "#app/domain/needs/public-household-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { NeedCard } from "#app/ui/need-card.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";

export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const household = await getPublicHousehold(services.db, params.publicCode ?? "");
  if (household === null) throw notFound();
  const { needs, ...shown } = household;
  const today = dayInChina(services.clock.now());
  return {
    page: {
      title: t.households.public.title(shown.publicCode),
      description: t.households.public.description(shown.villageName),
    },
    household: shown,
    needs: needs.map((need) => ({
      need,
      daysLeft: need.neededBy === null ? null : daysBetween(today, need.neededBy),
    })),
  };
});

/** A household as anyone may see it: a code, the village, causes by kind, its public needs; nothing else (L17, L29). */
export default function PublicHouseholdPage() {
  const t = useMessages();
  const { household, needs } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const words = t.households.public;
  return (
    <Page
      title={words.title(household.publicCode)}
      eyebrow={words.eyebrow}
      lead={words.lead(household.villageName)}
      breadcrumbs={[
        { to: paths.villages(), label: t.layout.villages },
        { to: paths.village(household.regionCode), label: household.villageName },
      ]}
      actions={
        <ButtonLink to={paths.householdPair(household.publicCode)} tone="give" icon="heart-handshake">
          {words.pair}
        </ButtonLink>
      }
    >
      {household.registerVerifiedOn && (
        <Banner
          tone="success"
          title={t.publicNeeds.registerVerified(formatDay(locale, household.registerVerifiedOn))}
        />
      )}
      <Section title={words.causes} lead={words.verified}>
        <p className="flex flex-wrap gap-2">
          {household.causes.map((cause) => (
            <StateBadge key={cause} tone="neutral">
              {t.vocabulary.causes[cause]}
            </StateBadge>
          ))}
        </p>
      </Section>
      <Section title={words.needs}>
        <CardGrid>
          {needs.map(({ need, daysLeft }) => (
            <NeedCard key={need.publicCode} need={need} daysLeft={daysLeft} />
          ))}
        </CardGrid>
      </Section>
    </Page>
  );
}

import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { percentOf } from "#app/domain/money.ts";
import { getPublicHousehold, type PublicHouseholdNeed } from "#app/domain/needs/public-household-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Progress } from "#app/ui/amount.tsx";
import { Card, CardGrid } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { CategoryDrawing } from "#app/ui/photo.tsx";
import { NeedStateBadge } from "#app/ui/state-badges.tsx";
import { StateBadge } from "#app/ui/status.tsx";

export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const household = await getPublicHousehold(services.db, params.publicCode ?? "");
  if (household === null) throw notFound();
  return {
    page: {
      title: t.households.public.title(household.publicCode),
      description: t.households.public.description(household.villageName),
    },
    household,
  };
});

export default function PublicHouseholdPage() {
  const t = useMessages();
  const { household } = useLoaderData<typeof loader>();
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
          {household.needs.map((need) => (
            <HouseholdNeedCard key={need.publicCode} need={need} />
          ))}
        </CardGrid>
      </Section>
    </Page>
  );
}

function HouseholdNeedCard({ need }: { need: PublicHouseholdNeed }) {
  const t = useMessages();
  return (
    <Card
      to={paths.need(need.publicCode)}
      title={need.title}
      media={<CategoryDrawing category={need.category} />}
      eyebrow={`${t.needWords.categories[need.category]} · ${t.needWords.types[need.type]}`}
      badges={<NeedStateBadge state={need.state} />}
      footer={
        need.goalFen !== null && (
          <Progress
            fundedFen={need.fundedFen}
            goalFen={need.goalFen}
            percent={percentOf(need.fundedFen, need.goalFen)}
          />
        )
      }
    >
      <p>{need.summary}</p>
    </Card>
  );
}

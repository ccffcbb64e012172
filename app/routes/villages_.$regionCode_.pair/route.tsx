import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { type ProposeVillagePairingInput, proposeVillagePairingForm } from "#app/domain/pairings/pairing-form.ts";
import { listCoordinators } from "#app/domain/pairings/pairing-queries.server.ts";
import { proposeVillagePairing } from "#app/domain/pairings/propose-village-pairing.server.ts";
import { getVillage } from "#app/domain/villages/village-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { PairingAfterwards, PairingFields } from "./pairing-fields.tsx";

/** An organization adopts a village (S39, S48); a person comes here to register one first. */
export const loader = guardLoader(signedIn, async ({ services, actor, params, t }) => {
  const village = await getVillage(services.db, { regionCode: params.regionCode ?? "" });
  if (!village) throw notFound();
  const at = services.clock.now();
  return {
    page: { title: t.pairings.villageTitle(village.name), isPrivate: true },
    village: { regionCode: village.regionCode, name: village.name, introduction: village.introduction },
    organizations: actor.memberships
      .filter((membership) => membership.isVerified)
      .map(({ organizationId, organizationName }) => ({ id: organizationId, name: organizationName })),
    isWaiting: actor.memberships.length > 0,
    coordinators: await listCoordinators(services.db, { regionCode: village.regionCode, at }),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params, t }) => {
  const form = parseForm(await request.formData(), proposeVillagePairingForm);
  if (!form.ok) return form.reply;
  const { promise, years, organizationId } = form.value;
  const result = await proposeVillagePairing(
    services.db,
    { promise, years, organizationId, regionCode: params.regionCode ?? "", statement: t.pairings.isUnrelated },
    actor,
    services.clock.now(),
  );
  if (result.ok) return redirect(paths.organizationPairing(result.value.pairingId, { done: "proposed" }), 303);
  return form.refuse(result.code === "not_verified" ? { organizationId: [result.code] } : { "": [result.code] });
});

export default function VillagePairPage() {
  const t = useMessages();
  const words = t.pairings;
  const { village, organizations, isWaiting, coordinators } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ProposeVillagePairingInput>({
    id: "pair",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { organizationId: organizations[0]?.id },
  });
  const frame = {
    title: words.villageTitle(village.name),
    breadcrumbs: [
      { to: paths.villages(), label: t.layout.villages },
      { to: paths.village(village.regionCode), label: village.name },
    ],
  };
  if (organizations.length === 0) {
    return (
      <Page {...frame} narrow>
        <EmptyState
          title={isWaiting ? words.waitVerified : words.needVerified}
          icon="building-2"
          actions={
            <ButtonLink to={isWaiting ? paths.organizationHome() : paths.organizationNew()}>
              {isWaiting ? t.layout.organization : t.organizations.home.register}
            </ButtonLink>
          }
        >
          <p>{isWaiting ? words.waitVerifiedHint : words.needVerifiedHint}</p>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      {...frame}
      lead={words.lead}
      form={form}
      messages={words.errors}
      labels={{
        organizationId: words.helper,
        promise: words.promise,
        years: words.years,
        acceptsRules: words.step2,
        isUnrelated: words.step4,
      }}
      aside={<PairingAfterwards />}
    >
      <PairingFields
        form={form}
        fields={fields}
        organizationField={fields.organizationId}
        organizations={organizations}
        coordinators={coordinators.map((coordinator) => coordinator.name)}
        promiseHint={words.promiseVillageHint}
      />
      <MoreLink to={paths.pairingNew({ target: village.regionCode })}>{t.deeds.propose.other}</MoreLink>
    </Page>
  );
}

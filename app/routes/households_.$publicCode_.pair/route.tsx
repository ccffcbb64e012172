import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { getPublicHousehold } from "#app/domain/needs/public-household-queries.server.ts";
import { type ProposeHouseholdPairingInput, proposeHouseholdPairingForm } from "#app/domain/pairings/pairing-form.ts";
import { isHouseholdPaired, listCoordinators } from "#app/domain/pairings/pairing-queries.server.ts";
import { proposeHouseholdPairing } from "#app/domain/pairings/propose-household-pairing.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { PairingAfterwards, PairingFields } from "../villages_.$regionCode_.pair/pairing-fields.tsx";

/** A person stands by a household, known only by its code (S39, S40). */
export const loader = guardLoader(signedIn, async ({ services, params, t }) => {
  const household = await getPublicHousehold(services.db, params.publicCode ?? "");
  if (household === null) throw notFound();
  const { publicCode, regionCode, villageName } = household;
  return {
    page: { title: t.pairings.householdTitle(publicCode), isPrivate: true },
    household: { publicCode, regionCode, villageName },
    isPaired: await isHouseholdPaired(services.db, { publicCode }),
    coordinators: await listCoordinators(services.db, { regionCode, at: services.clock.now() }),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params, t }) => {
  const form = parseForm(await request.formData(), proposeHouseholdPairingForm);
  if (!form.ok) return form.reply;
  const { promise, years } = form.value;
  const result = await proposeHouseholdPairing(
    services.db,
    { promise, years, publicCode: params.publicCode ?? "", statement: t.pairings.isUnrelated },
    actor,
    services.clock.now(),
  );
  if (result.ok) return redirect(paths.myPairing(result.value.pairingId, { done: "proposed" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function HouseholdPairPage() {
  const t = useMessages();
  const words = t.pairings;
  const { household, isPaired, coordinators } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ProposeHouseholdPairingInput>({
    id: "pair",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={words.householdTitle(household.publicCode)}
      lead={isPaired ? undefined : words.lead}
      breadcrumbs={[
        { to: paths.village(household.regionCode), label: household.villageName },
        { to: paths.household(household.publicCode), label: t.households.public.title(household.publicCode) },
      ]}
      form={form}
      messages={words.errors}
      labels={{
        promise: words.promise,
        years: words.years,
        acceptsRules: words.step2,
        isUnrelated: words.step4,
      }}
      aside={isPaired ? undefined : <PairingAfterwards />}
    >
      {isPaired ? (
        <EmptyState
          title={words.householdTaken}
          icon="heart-handshake"
          actions={<ButtonLink to={paths.needs()}>{t.donations.seeOthers}</ButtonLink>}
        >
          <p>{words.householdTakenHint}</p>
        </EmptyState>
      ) : (
        <PairingFields
          form={form}
          fields={fields}
          coordinators={coordinators.map((coordinator) => coordinator.name)}
          promiseHint={words.promiseHouseholdHint}
        />
      )}
    </Page>
  );
}

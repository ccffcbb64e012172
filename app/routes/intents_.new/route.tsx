import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { type IntentInput, intentForm } from "#app/domain/intents/intent-form.ts";
import { listPlaceChoices } from "#app/domain/intents/intent-queries.server.ts";
import { leaveIntent } from "#app/domain/intents/leave-intent.server.ts";
import { proposeForIntent } from "#app/domain/matching/propose-for-intent.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { IntentFields } from "./intent-fields.tsx";

/** Signed in only, as for pledges: whoever offers help must be reachable. */
export const loader = guardLoader(signedIn, async ({ services, actor, t, url }) => ({
  page: { title: t.intents.title, isPrivate: true },
  places: await listPlaceChoices(services.db),
  /** The place whose page led here; what is not on the list chooses nothing. */
  region: url.searchParams.get("region") ?? "",
  today: dayInChina(services.clock.now()),
  helpers: actor.memberships.map(({ organizationId, organizationName, kind, isVerified }) => ({
    id: organizationId,
    name: organizationName,
    kind,
    isVerified,
  })),
}));

export const action = guardAction(signedIn, async ({ request, services, actor }) => {
  const at = services.clock.now();
  const form = parseForm(await request.formData(), intentForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const result = await leaveIntent(services.db, form.value, actor, at);
  if (!result.ok) {
    const field =
      result.code === "unknown_region" ? "regionCodes" : result.code === "not_allowed" ? "" : "organizationId";
    return form.refuse({ [field]: [result.code] });
  }
  const { intentId } = result.value;
  await proposeForIntent(services.db, { intentId }, actor, at);
  return redirect(paths.myIntent(intentId, { done: "left" }), 303);
});

export default function IntentNewPage() {
  const t = useMessages();
  const words = t.intents;
  const { places, region, today, helpers } = useLoaderData<typeof loader>();
  const verified = helpers.find(({ isVerified }) => isVerified);
  const [form, fields] = useForm<IntentInput>({
    id: "intent",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      helperKind:
        verified === undefined ? "individual" : verified.kind === "enterprise" ? "enterprise" : "organization",
      organizationId: verified?.id ?? "self",
      regionCodes: places.some(({ code }) => code === region) ? [region] : [],
      until: addDays(today, 180),
    },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.ways(), label: t.ways.title }]}
      narrow
      form={form}
      messages={words.errors}
      labels={{
        helperKind: words.helperKind,
        organizationId: words.organization,
        what: words.what,
        amount: words.amount,
        quantity: words.quantity,
        itemName: words.itemName,
        mostNeeds: words.mostNeeds,
        regionCodes: words.regions,
        homeCode: words.home,
        categories: words.categories,
        householdKinds: words.householdKinds,
        until: words.until,
        conditions: words.conditions,
      }}
    >
      <IntentFields form={form} fields={fields} places={places} helpers={helpers} today={today} />
    </Page>
  );
}

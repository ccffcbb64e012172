import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import {
  type RegisterOrganizationInput,
  registerOrganizationForm,
} from "#app/domain/organizations/organization-form.ts";
import { getOwnOrganization, listCountiesWithVillages } from "#app/domain/organizations/organization-queries.server.ts";
import { registerOrganization } from "#app/domain/organizations/register-organization.server.ts";
import { registerOrganizationAgain } from "#app/domain/organizations/register-organization-again.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { OrganizationFields } from "./organization-fields.tsx";

/** `?again=ID`: a refused entry, to be corrected; its facts fill the form. */
export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => {
  const againId = url.searchParams.get("again");
  const again = againId === null ? null : await getOwnOrganization(services.db, { organizationId: againId, actor });
  if (againId !== null && again?.state !== "rejected") throw notFound();
  const words = t.organizations;
  return {
    page: { title: again === null ? words.newTitle : words.againTitle, isPrivate: true },
    again,
    counties: await listCountiesWithVillages(services.db),
    email: actor.email,
    name: actor.displayName,
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, url }) => {
  const form = parseForm(await request.formData(), registerOrganizationForm);
  if (!form.ok) return form.reply;
  const organizationId = url.searchParams.get("again");
  const at = services.clock.now();
  const result =
    organizationId === null
      ? await registerOrganization(services.db, form.value, actor, at)
      : await registerOrganizationAgain(services.db, { ...form.value, organizationId }, actor, at);
  if (result.ok) return redirect(paths.organizationHome({ done: "registered" }), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code === "credit_code_taken") return form.refuse({ creditCode: [result.code] });
  if (result.code === "unknown_region") return form.refuse({ regionCode: [result.code] });
  return form.refuse({ "": [result.code] });
});

export default function OrganizationNewPage() {
  const t = useMessages();
  const words = t.organizations;
  const { again, counties, email, name } = useLoaderData<typeof loader>();
  const only = counties.length === 1 ? counties[0]?.code : undefined;
  const [form, fields] = useForm<RegisterOrganizationInput>({
    id: "organization",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: again
      ? {
          ...again,
          qualificationNumber: again.qualificationNumber ?? "",
          qualificationValidTo: again.qualificationValidTo ?? "",
        }
      : { regionCode: only, contactEmail: email, contactName: name },
  });
  return (
    <Page
      title={again ? words.againTitle : words.newTitle}
      lead={again ? undefined : words.newLead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      narrow
      form={form}
      messages={words.errors}
      labels={{
        kind: words.kind,
        name: words.name,
        creditCode: words.creditCode,
        regionCode: words.region,
        introduction: words.introduction,
        contactName: words.contactName,
        contactPhone: words.contactPhone,
        contactEmail: words.contactEmail,
        qualificationNumber: words.qualificationNumber,
        qualificationValidTo: words.qualificationValidTo,
      }}
    >
      {again?.reviewNote && (
        <Banner tone="warning" title={words.home.rejected}>
          <p>{words.home.reason(again.reviewNote)}</p>
        </Banner>
      )}
      <OrganizationFields form={form} fields={fields} counties={counties} isAgain={again !== null} />
    </Page>
  );
}

import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { organizationReasonForm, verifyOrganizationForm } from "#app/domain/organizations/organization-form.ts";
import { canReviewOrganization } from "#app/domain/organizations/organization-policy.ts";
import { getStaffOrganization } from "#app/domain/organizations/organization-queries.server.ts";
import { reviewOrganization } from "#app/domain/organizations/review-organization.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { OrganizationStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { OrganizationFacts } from "./organization-facts.tsx";
import { ReviewPanel, useReviewForms } from "./review-panel.tsx";

const reviewEvents = ["verify", "reject", "suspend"] as const;

export const loader = guardLoader(
  staff("county_verifier", "platform_admin", "supervisor", "auditor"),
  async ({ services, actor, params, url }) => {
    const organization = await getStaffOrganization(services.db, { organizationId: params.id ?? "", actor });
    if (organization === null) throw notFound();
    return {
      page: { title: organization.name, isPrivate: true },
      organization,
      history: await listTransitions(services.db, { noun: "organization", subjectId: organization.id }),
      can: {
        verify: canReviewOrganization(actor, organization, "verify"),
        reject: canReviewOrganization(actor, organization, "reject"),
        suspend: canReviewOrganization(actor, organization, "suspend"),
      },
      done: reviewEvents.find((event) => event === url.searchParams.get("done")) ?? null,
    };
  },
);

export const action = guardAction(
  staff("county_verifier", "platform_admin"),
  async ({ request, services, actor, params }) => {
    const formData = await request.formData();
    const event = reviewEvents.find((one) => one === formData.get("intent"));
    if (event === undefined) throw notFound();
    const noteForm = event === "verify" ? verifyOrganizationForm : organizationReasonForm;
    const form = parseForm<{ note?: string; reason?: string }>(formData, noteForm);
    if (!form.ok) return form.reply;
    const note = form.value.note ?? form.value.reason ?? "";
    const organizationId = params.id ?? "";
    const result = await reviewOrganization(services.db, { organizationId, event, note }, actor, services.clock.now());
    if (result.ok) return redirect(paths.staffOrganization(organizationId, { done: event }), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  },
);

export default function StaffOrganizationPage() {
  const t = useMessages();
  const words = t.organizations;
  const { organization, history, can, done } = useLoaderData<typeof loader>();
  const forms = useReviewForms(useActionData<typeof action>()?.result);
  return (
    <Page
      title={organization.name}
      eyebrow={words.kinds[organization.kind]}
      badges={<OrganizationStateBadge state={organization.state} />}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffOrganizations(), label: words.staff.title },
      ]}
      forms={forms.all}
      messages={words.errors}
      labels={{ note: words.staff.verifyNote, reason: words.staff.rejectReason }}
    >
      {done && <Banner tone="success" title={words.staff.done[done]} />}
      {organization.isOwn && <Banner tone="warning" title={words.staff.own} />}
      <OrganizationFacts organization={organization} />
      <ReviewPanel state={organization.state} can={can} forms={forms} />
      <Section title={words.staff.history}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={[]}
          wayWords={words.events}
          state={organization.state}
        />
      </Section>
    </Page>
  );
}

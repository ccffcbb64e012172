import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { scopesOf, staffRoles } from "#app/domain/actor.ts";
import { approveRole, rejectRole } from "#app/domain/roles/decide-role.server.ts";
import { roleKeeperRoles, roleReaderRoles, rolesToGive } from "#app/domain/roles/role.ts";
import { approveRoleForm, rejectRoleForm } from "#app/domain/roles/role-form.ts";
import { listRoleProposals, listRoles, rolesPerPage } from "#app/domain/roles/role-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { rulesPlaceOf } from "../staff_.rules/rules-place.server.ts";
import { RoleFilterForm } from "./role-filter-form.tsx";
import { RoleProposalList } from "./role-proposal-list.tsx";
import { RoleTable } from "./role-table.tsx";
import { doneWords } from "./role-words.ts";

export const loader = guardLoader(staff(...roleReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const at = services.clock.now();
  const query = url.searchParams;
  const place = await rulesPlaceOf(services, actor, query.get("region"), roleReaderRoles);
  const text = (query.get("q") ?? "")
    .normalize("NFKC")
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 60);
  const role = staffRoles.find((one) => one === query.get("role")) ?? null;
  const filter = { regionCode: place.code, role, text, isEnded: query.get("view") === "ended" };
  const page = pageOf(url);
  const { rows, count } = await listRoles(db, { actor, filter, at, page });
  return {
    page: { title: t.roles.title, isPrivate: true },
    place,
    filter,
    rows,
    count,
    pageNumber: page,
    pages: Math.ceil(count / rolesPerPage),
    proposals: await listRoleProposals(db, { actor }),
    hasCountry: scopesOf(actor, roleReaderRoles).includes(""),
    canGive: [place, ...place.choices].some(({ code }) => rolesToGive(actor, code).length > 0),
    done: query.get("done"),
  };
});

/** A second person agrees to a weighty role, or does not (F13). */
export const action = guardAction(staff(...roleKeeperRoles), async ({ request, services, actor, context }) => {
  const formData = await request.formData();
  const at = services.clock.now();
  const isApproval = formData.get("intent") === "approve";
  if (!isApproval && formData.get("intent") !== "reject") throw new Response(null, { status: 400 });
  const form = isApproval ? parseForm(formData, approveRoleForm) : parseForm(formData, rejectRoleForm);
  if (!form.ok) return form.reply;
  requireFreshSecondFactor(context, at, paths.staffRoles());
  const { proposalId } = form.value;
  const note = "note" in form.value ? String(form.value.note) : "";
  const result = isApproval
    ? await approveRole(services, { proposalId }, actor, at)
    : await rejectRole(services.db, { proposalId, note }, actor, at);
  if (result.ok) return redirect(paths.staffRoles({ done: "decided" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function RolesPage() {
  const t = useMessages();
  const words = t.roles;
  const { place, filter, rows, count, proposals, pageNumber, pages, canGive, hasCountry, done } =
    useLoaderData<typeof loader>();
  const doneText = doneWords(t, done);
  const query = { region: place.code, role: filter.role ?? undefined, q: filter.text };
  const view = filter.isEnded ? "ended" : undefined;
  return (
    <Page
      title={words.title}
      eyebrow={place.name || t.placeRules.country}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={
        canGive && (
          <ButtonLink to={paths.staffRoleNew({ region: place.code })} icon="plus">
            {words.give}
          </ButtonLink>
        )
      }
    >
      {doneText && <Banner tone="success" title={doneText} />}
      {proposals.length > 0 && (
        <Section title={words.proposals}>
          <RoleProposalList proposals={proposals} />
        </Section>
      )}
      <RoleFilterForm filter={filter} choices={place.choices} hasCountry={hasCountry} />
      <Tabs
        label={words.title}
        tabs={[
          { to: paths.staffRoles(query), label: words.standing, isCurrent: !filter.isEnded },
          { to: paths.staffRoles({ ...query, view: "ended" }), label: words.ended, isCurrent: filter.isEnded },
        ]}
      />
      <p role="status">{words.count(count)}</p>
      {rows.length === 0 ? <EmptyState title={words.none}>{words.noneHint}</EmptyState> : <RoleTable rows={rows} />}
      <Pagination page={pageNumber} pages={pages} to={(page) => paths.staffRoles({ ...query, view, page })} />
    </Page>
  );
}

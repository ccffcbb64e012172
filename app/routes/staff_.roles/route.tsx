import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { scopesOf, staffRoles } from "#app/domain/actor.ts";
import { approveRole, rejectRole } from "#app/domain/roles/decide-role.server.ts";
import { roleReaderRoles, rolesToGive } from "#app/domain/roles/role.ts";
import { approveRoleForm, type FindRoleFields, findRoleForm, rejectRoleForm } from "#app/domain/roles/role-form.ts";
import { listRoleProposals, listRoles, rolesPerPage } from "#app/domain/roles/role-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { openSearch, sealSearch } from "#app/http/sealed-search.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { rulesPlaceOf } from "../staff_.rules/rules-place.server.ts";
import { FindPerson } from "./find-person.tsx";
import { RoleFilterForm } from "./role-filter-form.tsx";
import { RoleProposalList } from "./role-proposal-list.tsx";
import { RoleTable } from "./role-table.tsx";
import { doneWords } from "./role-words.ts";

export const loader = guardLoader(staff(...roleReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const at = services.clock.now();
  const query = url.searchParams;
  const place = await rulesPlaceOf(services, actor, query.get("region"), roleReaderRoles);
  const found = query.get("found");
  const text = openSearch(services.sealer, actor.userId, found);
  const role = staffRoles.find((one) => one === query.get("role")) ?? null;
  const filter = { regionCode: place.code, role, text, isEnded: query.get("view") === "ended" };
  const page = pageOf(url);
  const { rows, count } = await listRoles(db, { actor, filter, at, page });
  return {
    page: { title: t.roles.title, isPrivate: true },
    place,
    filter,
    found: text === "" ? undefined : (found ?? undefined),
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

/** A search by name or address, which goes on sealed (F14); or a second person agrees to a weighty role, or does not (F13). */
export const action = guardAction(staff(...roleReaderRoles), async ({ request, services, actor, context, url }) => {
  const formData = await request.formData();
  if (formData.get("intent") === "find") return findRole(formData, services.sealer, actor.userId, url);
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

function findRole(formData: FormData, sealer: Services["sealer"], userId: string, url: URL) {
  const form = parseForm(formData, findRoleForm);
  if (!form.ok) return form.reply;
  const [region, role, view] = ["region", "role", "view"].map((key) => url.searchParams.get(key) ?? undefined);
  return redirect(paths.staffRoles({ region, role, view, found: sealSearch(sealer, userId, form.value.q) }), 303);
}

export default function RolesPage() {
  const t = useMessages();
  const words = t.roles;
  const { place, filter, found, rows, count, proposals, pageNumber, pages, canGive, hasCountry, done } =
    useLoaderData<typeof loader>();
  const doneText = doneWords(t, done);
  const query = { region: place.code, role: filter.role ?? undefined, found };
  const view = filter.isEnded ? "ended" : undefined;
  const [form, fields] = useForm<FindRoleFields>({
    id: "find",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { q: filter.text },
  });
  return (
    <Page
      title={words.title}
      eyebrow={place.name || t.placeRules.country}
      lead={words.lead}
      form={form}
      labels={{ q: words.search }}
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
      <FindPerson form={form} field={fields.q} query={{ ...query, view }} />
      <RoleFilterForm filter={filter} found={found} choices={place.choices} hasCountry={hasCountry} />
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

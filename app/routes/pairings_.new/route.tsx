import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { listOwnGroups } from "#app/domain/pairings/group-queries.server.ts";
import { pairingKindOf, pairingKindRows } from "#app/domain/pairings/pairing-kinds.ts";
import { listVerifiedOrganizations } from "#app/domain/pairings/professional-queries.server.ts";
import { type ProposePairingFields, proposePairingForm } from "#app/domain/pairings/propose-form.ts";
import { proposePairing } from "#app/domain/pairings/propose-pairing.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { KindList } from "./kind-list.tsx";
import { ProposeFields } from "./propose-fields.tsx";

/** Every kind of pairing as a row; with `?kind=` the form of one, by what its row asks for (S24, S29, S39, S72, S76, S78, S80). */
export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => {
  const kind = pairingKindOf(url.searchParams.get("kind")) ?? null;
  const row = kind === null || pairingKindRows[kind].isInRegister ? null : pairingKindRows[kind];
  const twin = row?.fitness === "school" || row?.fitness === "hospital" ? row.fitness : null;
  return {
    page: {
      title: kind === null ? t.deeds.propose.list : t.deeds.propose.title(t.pairings.kinds[kind]),
      isPrivate: true,
    },
    kind: row === null ? null : kind,
    target: url.searchParams.get("target") ?? "",
    organizations: actor.memberships
      .filter((one) => one.isVerified)
      .map(({ organizationId, organizationName }) => ({ id: organizationId, name: organizationName })),
    groups: row?.helper === "group" ? await listOwnGroups(services.db, { actor }) : [],
    partners: twin === null ? [] : await listVerifiedOrganizations(services.db, { kind: twin }),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, url, t }) => {
  const form = parseForm(await request.formData(), proposePairingForm);
  if (!form.ok) return form.reply;
  const kind = pairingKindOf(url.searchParams.get("kind"));
  if (kind === undefined) return form.refuse({ "": ["not_found"] });
  const { target, promise, years, organizationId, groupId, personEmail } = form.value;
  const facts = { kind, target, promise, years, organizationId, groupId, personEmail };
  const input = { ...facts, statement: t.pairings.isUnrelated };
  const result = await proposePairing(services.db, input, actor, services.clock.now());
  if (!result.ok) return form.refuse({ "": [result.code] });
  const { pairingId } = result.value;
  const row = pairingKindRows[kind];
  if (row.proposer === "staff") return redirect(paths.staffPairing(pairingId), 303);
  const page = row.helper === "person" ? paths.myPairing : paths.organizationPairing;
  return redirect(page(pairingId, { done: "proposed" }), 303);
});

export default function PairingNewPage() {
  const t = useMessages();
  const words = t.deeds.propose;
  const { kind, target, organizations, groups, partners } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ProposePairingFields>({
    id: "propose",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { target, organizationId: organizations[0]?.id, groupId: groups[0]?.id },
  });
  if (kind === null) {
    return (
      <Page title={words.list} breadcrumbs={[{ to: paths.ways(), label: t.layout.ways }]}>
        <KindList target={target} />
        <MoreLink to={paths.myProfession()}>{t.deeds.professions.title}</MoreLink>
      </Page>
    );
  }
  return (
    <Page
      title={words.title(t.pairings.kinds[kind])}
      lead={words.whoMay(words.fitness[pairingKindRows[kind].fitness])}
      breadcrumbs={[{ to: paths.pairingNew(), label: words.list }]}
      form={form}
      messages={{ ...t.pairings.errors, ...t.deeds.errors }}
      labels={{ target: words.target, promise: t.pairings.promise, years: words.years, personEmail: words.person }}
      narrow
    >
      <ProposeFields form={form} fields={fields} kind={kind} choices={{ organizations, groups, partners }} />
    </Page>
  );
}

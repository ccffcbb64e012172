import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { requestRound } from "#app/domain/matching/request-round.server.ts";
import { roundRoles } from "#app/domain/matching/round.ts";
import { drawRoundForm } from "#app/domain/matching/round-form.ts";
import {
  getRoundAtWork,
  listRoundCounties,
  listRoundParts,
  roundPartsPerPage,
} from "#app/domain/matching/round-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { PartStateBadge, roundWords } from "../staff_.matching_.rounds_.$id/part-words.tsx";

export const loader = guardLoader(staff(...roundRoles), async ({ services, actor, url, t }) => {
  const page = pageOf(url);
  const { items, total } = await listRoundParts(services.db, { actor, page });
  return {
    page: { title: t.matching.rounds.title, isPrivate: true },
    items,
    pageNumber: page,
    pages: Math.ceil(total / roundPartsPerPage),
    atWork: await getRoundAtWork(services.db),
    counties: await listRoundCounties(services.db, { actor }),
    isRequested: url.searchParams.get("done") === "requested",
  };
});

export const action = guardAction(staff(...roundRoles), async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), drawRoundForm);
  if (!form.ok) return form.reply;
  const result = await requestRound(services.db, form.value, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffRounds({ done: "requested" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

type Item = ReturnType<typeof useLoaderData<typeof loader>>["items"][number];

/** The weekly rounds of the reader's counties, and drawing one in between (S37, D1). */
export default function RoundsPage() {
  const t = useMessages();
  const words = t.matching.rounds;
  const { items, pageNumber, pages, atWork, counties, isRequested } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ countyCode: string }>({
    id: "draw",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { countyCode: counties.length === 1 ? counties[0]?.code : undefined },
  });
  const columns: Column<Item>[] = [
    {
      key: "round",
      header: words.round,
      rowHeader: true,
      cell: (part) => (
        <Link to={paths.staffRound(part.id)} className="tap">
          {part.countyName ?? part.countyCode} · {roundWords(t, part)}
        </Link>
      ),
    },
    { key: "state", header: words.state, cell: (part) => <PartStateBadge state={part.state} /> },
    { key: "assigned", header: words.assigned, cell: (part) => words.assignedCount(part.assigned) },
    {
      key: "at",
      header: words.proposedAt,
      cell: (part) => (part.proposedAt === null ? "" : formatMinute(part.proposedAt)),
    },
  ];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      form={form}
      messages={words.errors}
      labels={{ countyCode: words.county }}
    >
      {isRequested && <Banner tone="success" title={words.requested} />}
      {atWork && <Banner tone="info" title={words.atWork(atWork.progress)} />}
      {items.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(part) => part.id} />
      )}
      <Pagination page={pageNumber} pages={pages} to={(number) => paths.staffRounds({ page: String(number) })} />
      {counties.length > 0 && !atWork && (
        <Section title={words.drawTitle}>
          <Form form={form}>
            <p className="max-w-measure text-muted">{words.drawLead}</p>
            <SelectField
              field={fields.countyCode}
              label={words.county}
              options={counties.map(({ code, name }) => ({ value: code, label: name }))}
            />
            <SubmitButton>{words.draw}</SubmitButton>
          </Form>
        </Section>
      )}
      <MoreLink to={paths.matchWeights()}>{t.matching.weights.title}</MoreLink>
    </Page>
  );
}

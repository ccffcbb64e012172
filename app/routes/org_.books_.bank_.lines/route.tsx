import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { settleLine } from "#app/domain/bank-statements/settle-line.server.ts";
import { confirmProposalsForm } from "#app/domain/bank-statements/statement-form.ts";
import { chooseCharity } from "#app/domain/books/choose-charity.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { LineTable } from "./line-table.tsx";
import { loadLines } from "./lines-page.server.ts";

const states = ["open", "booking", "not_ours"] as const;

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const state = states.find((one) => one === url.searchParams.get("state")) ?? "open";
  const done = url.searchParams.get("done") ?? "";
  return {
    page: { title: t.bankStatements.lines.title, isPrivate: true },
    charity,
    state,
    doneCount: /^\d{1,3}$/.test(done) ? Number(done) : null,
    isPartly: url.searchParams.has("partly"),
    ...(await loadLines(services, { charityId: charity.id, state, page: pageOf(url) })),
  };
});

/** A person agrees with the proposals of the page: each is settled for itself, and none twice. */
export const action = guardAction(organizationMember, async ({ request, services, actor, url }) => {
  const charity = chooseCharity(actor, url.searchParams.get("charity"));
  if (charity === null) throw notFound();
  const form = parseForm(await request.formData(), confirmProposalsForm);
  if (!form.ok) return form.reply;
  let done = 0;
  for (const [lineId, transactionId] of form.value.pair) {
    const input = { lineId, kind: "booking" as const, transactionId };
    const result = await settleLine(services.db, input, actor, services.clock.now());
    if (result.ok) done += 1;
    else if (result.code === "not_found") throw notFound();
  }
  const partly = done < form.value.pair.length ? "yes" : undefined;
  return redirect(paths.organizationBankLines({ charity: charity.id, done: String(done), partly }), 303);
});

/** The lines of the bank, open ones with proposals that a person confirms. */
export default function BankLinesPage() {
  const t = useMessages();
  const words = t.bankStatements;
  const { charity, state, counts, lines, pageNumber, pages, doneCount, isPartly } = useLoaderData<typeof loader>();
  const [form] = useForm({ id: "confirm", lastResult: useActionData<typeof action>()?.result });
  const exact = lines.flatMap((line) => (line.exact === null ? [] : [`${line.id}:${line.exact.id}`]));
  const to = (one: (typeof states)[number], page?: number) =>
    paths.organizationBankLines({ charity: charity.id, state: one, page });
  return (
    <Page
      title={words.lines.title}
      lead={words.lines.lead}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBooks({ charity: charity.id }), label: t.books.title },
        { to: paths.organizationBank({ charity: charity.id }), label: words.title },
      ]}
      form={form}
    >
      {doneCount !== null && <Banner tone="success" title={words.lines.confirmed(doneCount)} />}
      {isPartly && <Banner tone="warning" title={words.lines.partly} />}
      <Tabs
        label={words.line.state}
        tabs={states.map((one) => ({
          to: to(one),
          label: words.line.states[one],
          count: counts[one],
          isCurrent: one === state,
        }))}
      />
      {lines.length === 0 ? (
        <EmptyState title={words.lines.none} icon="circle-check" />
      ) : (
        <LineTable lines={lines} caption={words.line.states[state]} />
      )}
      {exact.length > 0 && (
        <Form form={form}>
          {exact.map((pair) => (
            <input key={pair} type="hidden" name="pair" value={pair} />
          ))}
          <SubmitButton icon="check">{words.lines.confirmAll(exact.length)}</SubmitButton>
        </Form>
      )}
      <Pagination page={pageNumber} pages={pages} to={(page) => to(state, page)} />
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { acceptStatement } from "#app/domain/bank-statements/accept-statement.server.ts";
import { discardStatement } from "#app/domain/bank-statements/discard-statement.server.ts";
import { mapStatement } from "#app/domain/bank-statements/map-statement.server.ts";
import { ignoredColumn, mapStatementColumns } from "#app/domain/bank-statements/statement-columns.ts";
import { closeStatementForm, mapStatementForm } from "#app/domain/bank-statements/statement-form.ts";
import { isId } from "#app/domain/ids.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { statementTones } from "../org_.books_.bank/statement-list.tsx";
import { ColumnForm, type ColumnValues } from "./column-form.tsx";
import { loadStatement } from "./statement-page.server.ts";
import { PreviewLines, Verdicts } from "./verdicts.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, params, t }) => {
  if (!isId(params.id)) throw notFound();
  return {
    page: { title: t.bankStatements.preview.title, isPrivate: true },
    ...(await loadStatement(services, actor, params.id)),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params }) => {
  if (!isId(params.id)) throw notFound();
  const statementId = params.id;
  const { db, sealer, clock } = services;
  const formData = await request.formData();
  const done = redirect(paths.organizationBankStatement(statementId), 303);
  if (formData.get("intent") === "map") {
    const form = parseForm(formData, mapStatementForm);
    if (!form.ok) return form.reply;
    const fields = form.value.columns.map((field) => (field === ignoredColumn ? null : field));
    const { columns, claimedTwice } = mapStatementColumns(fields);
    if (claimedTwice.length > 0) return form.refuse({ "": ["column_twice"] });
    const result = await mapStatement(db, { statementId, columns }, actor, clock.now());
    if (result.ok) return done;
    throw result.code === "not_found" ? notFound() : conflict();
  }
  const form = parseForm(formData, closeStatementForm);
  if (!form.ok) return form.reply;
  const result =
    form.value.intent === "accept"
      ? await acceptStatement(db, { statementId }, sealer, actor, clock.now())
      : await discardStatement(db, { statementId }, actor, clock.now());
  if (result.ok) return done;
  if (result.code === "not_found") throw notFound();
  if (result.code === "conflict") throw conflict();
  return form.refuse({ "": [result.code] });
});

/** One statement: a preview to accept or discard as a whole, or what became of it. */
export default function StatementRoute() {
  const t = useMessages();
  const words = t.bankStatements;
  const page = useLoaderData<typeof loader>();
  const { statement, columns, counts } = page;
  const reply = useActionData<typeof action>()?.result;
  const mapForm = useForm<ColumnValues>({
    id: "map",
    lastResult: replyTo(reply, "map"),
    defaultValue: { intent: "map", columns: columns.map(({ field }) => field) },
  });
  const [closeForm] = useForm({ id: "close", lastResult: replyTo(reply, "accept") ?? replyTo(reply, "discard") });
  const isPreview = statement.state === "preview";
  const isAcceptable = page.missing.length === 0 && page.findingCount === 0 && counts.fresh + counts.known > 0;
  return (
    <Page
      title={words.preview.title}
      lead={isPreview ? words.preview.lead : undefined}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBank({ charity: statement.charityId }), label: words.title },
      ]}
      badges={
        <StateBadge tone={statementTones[statement.state]}>{words.statements.states[statement.state]}</StateBadge>
      }
      forms={[mapForm[0], closeForm]}
      messages={words.errors}
    >
      <DescriptionList
        items={[
          { term: words.statements.account, details: <span className="figure">{`•••• ${statement.last4}`}</span> },
          { term: words.preview.facts, details: <span className="break-all">{statement.fileName}</span> },
          {
            term: words.preview.format,
            details: [statement.format.toUpperCase(), statement.encoding, statement.sheetName]
              .filter(Boolean)
              .join(" · "),
          },
          { term: words.preview.headerRow, details: statement.headerRow },
        ]}
      />
      {statement.state === "accepted" && (
        <Banner tone="success" title={words.preview.accepted(statement.newLines, statement.knownLines)} />
      )}
      {statement.state === "discarded" && <Banner tone="info" title={words.preview.discarded} />}
      {isPreview && (
        <>
          <Verdicts {...page} />
          {page.lines.length > 0 && <PreviewLines {...page} />}
          <Form form={closeForm}>
            {isAcceptable && (
              <SubmitButton name="intent" value="accept" icon="check">
                {words.preview.accept}
              </SubmitButton>
            )}
            <SubmitButton name="intent" value="discard" tone="quiet">
              {words.preview.discard}
            </SubmitButton>
          </Form>
          <Section title={words.preview.columns} id="columns">
            <ColumnForm columns={columns} form={mapForm} />
          </Section>
        </>
      )}
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { scopesOf } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listDueErasures } from "#app/domain/erasures/due-erasure-queries.server.ts";
import { eraseProposed } from "#app/domain/erasures/erase-sealed-fields.server.ts";
import { type DueErasureInput, dueErasureForm } from "#app/domain/erasures/erasure-form.ts";
import { erasureReaderRoles, erasureRoles } from "#app/domain/erasures/erasure-policy.ts";
import { listErasuresOfPlace } from "#app/domain/erasures/erasure-queries.server.ts";
import { proposeDueErasures } from "#app/domain/erasures/propose-due-erasures.server.ts";
import { erasureKinds, readRecordName, retentionKeys } from "#app/domain/erasures/retention.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { DueForm } from "./due-form.tsx";
import { ErasureList } from "./erasure-list.tsx";

export const loader = guardLoader(staff(...erasureReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const day = dayInChina(services.clock.now());
  const [regionCode = ""] = scopesOf(actor, erasureReaderRoles);
  const due = await Promise.all(erasureKinds.map((kind) => listDueErasures(db, { kind, actor, day })));
  const rules = erasureKinds.map(async (kind) => {
    const rule = await getWholeNumberSetting(db, { regionCode, key: retentionKeys[kind], day });
    return { kind, days: rule?.value ?? null, source: rule?.source ?? "" };
  });
  return {
    page: { title: t.reveals.due.title, isPrivate: true },
    rules: await Promise.all(rules),
    due: due
      .flatMap(({ items }) => items)
      .filter(({ isProposed }) => !isProposed)
      .sort((one, other) => one.keepUntil.localeCompare(other.keepUntil)),
    total: due.reduce((sum, { total }) => sum + total, 0),
    waiting: (await listErasuresOfPlace(db, { actor, isDone: false })).map(({ proposedBy, ...one }) => ({
      ...one,
      isOwn: proposedBy === actor.userId,
    })),
    erased: (await listErasuresOfPlace(db, { actor, isDone: true })).map(({ proposedBy: _, ...one }) => ({
      ...one,
      isOwn: false,
    })),
    mayErase: scopesOf(actor, erasureRoles).length > 0,
    done: url.searchParams.get("done"),
  };
});

/** Proposed by one, done by another, both with a fresh second factor (F12). */
export const action = guardAction(staff(...erasureRoles), async ({ request, services, actor, context }) => {
  const at = services.clock.now();
  const form = parseForm(await request.formData(), dueErasureForm);
  if (!form.ok) return form.reply;
  requireFreshSecondFactor(context, at, paths.staffErasure());
  const { value } = form;
  if (value.intent === "erase") {
    const result = await eraseProposed(services, { erasureId: value.erasureId }, actor, at);
    if (result.ok) return redirect(paths.staffErasure({ done: "erased" }), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  const records = value.records.flatMap((name) => readRecordName(name) ?? []);
  const result = await proposeDueErasures(services.db, { records, reason: value.reason }, actor, at);
  if (result.ok) return redirect(paths.staffErasure({ done: "proposed" }), 303);
  return form.refuse({ "": [result.code] });
});

export default function ErasurePage() {
  const { rules, due, total, waiting, erased, mayErase, done } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.reveals.due;
  const lastResult = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<DueErasureInput>({ id: "due", lastResult });
  const doneWord = new Map<string | null, string>(Object.entries(words.done)).get(done);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      narrow
      form={form}
      messages={{ ...t.reveals.erase.messages, ...words.messages }}
      labels={{ records: words.records, reason: t.reveals.erase.reason }}
    >
      {doneWord && <Banner tone="success" title={doneWord} />}
      <Section title={words.rules}>
        <DescriptionList
          items={rules.map(({ kind, days, source }) => ({
            term: words.kinds[kind],
            details: days === null ? words.noRule : words.keptFor(days, source),
          }))}
        />
      </Section>
      {waiting.length > 0 && (
        <Section title={words.waiting} lead={words.waitingLead}>
          <ErasureList items={waiting} mayErase={mayErase} />
        </Section>
      )}
      <Section title={words.dueTitle(total)}>
        {due.length === 0 ? (
          <EmptyState title={words.nothing}>{words.nothingHint}</EmptyState>
        ) : (
          <DueForm form={form} fields={fields} due={due} mayErase={mayErase} />
        )}
      </Section>
      {erased.length > 0 && (
        <Section title={words.erased}>
          <ErasureList items={erased} mayErase={false} />
        </Section>
      )}
    </Page>
  );
}

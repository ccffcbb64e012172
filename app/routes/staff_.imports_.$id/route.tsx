import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { importerRoles } from "#app/domain/register-imports/import-policy.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { CheckSection } from "./check-section.tsx";
import { actOnImport } from "./import-actions.server.ts";
import { loadImport } from "./import-page.server.ts";
import { importTones } from "./import-tones.ts";
import { MapSection, type MapValues } from "./map-section.tsx";

export const loader = guardLoader(staff(...importerRoles), async ({ services, actor, params, url, t }) => ({
  page: { title: t.registerImports.title, isPrivate: true },
  ...(await loadImport({ services, actor, importId: params.id ?? "", url })),
}));

export const action = guardAction(staff(...importerRoles), async ({ request, services, actor, params }) =>
  actOnImport({ formData: await request.formData(), services, actor, importId: params.id ?? "" }),
);

const refreshSeconds = 3;

export default function StaffImportPage() {
  const t = useMessages();
  const words = t.registerImports;
  const data = useLoaderData<typeof loader>();
  const { one, counts, columns, sameFile } = data;
  const map = useForm<MapValues>({
    id: "map",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      columns: columns.map(({ field }) => field),
      programme: one.programme ?? "",
      programmeFrom: one.programmeFrom ?? "",
    },
  });
  const step = useForm({ id: "step", lastResult: useActionData<typeof action>()?.result });
  const isAtWork = one.state === "checking" || one.state === "importing";
  return (
    <Page
      title={one.fileName}
      eyebrow={[words.title, one.sheetName ?? one.encoding].filter(Boolean).join(" · ")}
      badges={<StateBadge tone={importTones[one.state]}>{words.states[one.state]}</StateBadge>}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffImports(), label: words.title },
      ]}
      form={map[0]}
      messages={{ ...words.errors, dateInFuture: words.findings.day_in_future }}
      labels={{ programmeFrom: words.programmeFrom }}
    >
      {isAtWork && <meta httpEquiv="refresh" content={String(refreshSeconds)} />}
      {sameFile.length > 0 && one.state !== "done" && (
        <Banner tone="warning" title={words.sameFile}>
          {sameFile.map((other) => (
            <p key={other.id}>
              {words.sameFileLine(other.fileName, formatMinute(other.createdAt), words.states[other.state])}
            </p>
          ))}
        </Banner>
      )}
      {one.state === "checking" && (
        <Banner tone="info" title={words.working}>
          <p>{words.workingLine(counts.rowsRead, counts.read)}</p>
        </Banner>
      )}
      {one.state === "importing" && (
        <Banner tone="info" title={words.writing}>
          <p>{words.writingLine(counts.written, counts.ready)}</p>
        </Banner>
      )}
      {isAtWork && (
        <ButtonLink to={paths.staffImport(one.id)} tone="secondary">
          {words.refresh}
        </ButtonLink>
      )}
      {one.state === "done" && (
        <Banner tone="success" title={words.doneTitle}>
          <p>{words.doneLine(counts.written, counts.personsWritten)}</p>
          <p>{words.doneHint}</p>
          <p>
            <ButtonLink to={paths.staffHouseholds()}>{words.toHouseholds}</ButtonLink>
          </p>
        </Banner>
      )}
      {one.state === "discarded" && <Banner tone="info" title={words.discarded} />}
      {one.state === "failed" && (
        <Banner tone="danger" title={words.failed}>
          <p>{Object.entries(words.fileErrors).find(([code]) => code === one.errorCode)?.[1]}</p>
        </Banner>
      )}
      {one.state === "uploaded" && (
        <Section title={words.mapTitle} lead={words.mapLead(one.headerRow)}>
          <MapSection columns={columns} form={map} />
        </Section>
      )}
      {(one.state === "checked" || one.state === "done") && <CheckSection data={data} />}
      {one.state === "checked" && counts.ready > 0 && (
        <Section title={words.confirmTitle} lead={words.confirmLead(counts.ready, counts.persons)}>
          <p className="max-w-measure">{words.confirmHint}</p>
          <Form form={step[0]}>
            <input type="hidden" name="intent" value="confirm" />
            <SubmitButton icon="check">{words.confirmSubmit}</SubmitButton>
          </Form>
        </Section>
      )}
      {one.state === "checked" && (
        <Disclosure summary={words.mapAgain}>
          <MapSection columns={columns} form={map} />
        </Disclosure>
      )}
      {(one.state === "uploaded" || one.state === "checked") && (
        <Form form={step[0]}>
          <input type="hidden" name="intent" value="discard" />
          <SubmitButton tone="quiet">{words.discard}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}

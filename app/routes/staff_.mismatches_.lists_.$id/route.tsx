import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { listColumnUses } from "#app/domain/department-lists/department-list.ts";
import { mismatchRoles, unusedColumn } from "#app/domain/department-lists/mismatch-form.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { ColumnSelects } from "../staff_.imports_.$id/map-section.tsx";
import { listTones } from "../staff_.mismatches_.lists/list-tones.ts";
import { actOnList, loadList } from "./list-page.server.ts";
import { ListResult } from "./list-result.tsx";

export const loader = guardLoader(staff(...mismatchRoles), async ({ services, actor, params, t }) => ({
  page: { title: t.departmentLists.upload.title, isPrivate: true },
  ...(await loadList({ services, actor, uploadId: params.id ?? "" })),
}));

export const action = guardAction(staff(...mismatchRoles), async ({ request, services, actor, params }) =>
  actOnList({ services, actor, uploadId: params.id ?? "" }, await request.formData()),
);

const refreshSeconds = 3;

export default function DepartmentListPage() {
  const t = useMessages();
  const words = t.departmentLists.upload;
  const data = useLoaderData<typeof loader>();
  const { one, counts, columns, comparedBefore } = data;
  const lastResult = useActionData<typeof action>()?.result;
  const defaultValue = { columns: columns.map(({ field }) => field) };
  const [form, fields] = useForm<{ columns: string[] }>({ id: "list", lastResult, defaultValue });
  const isAtWork = one.state === "checking" || one.state === "comparing";
  const options = [
    { value: unusedColumn, label: t.registerImports.ignored },
    ...listColumnUses.map((value) => ({ value, label: words.uses[value] })),
  ];
  const mapForm = (
    <Form form={form}>
      <input type="hidden" name="intent" value="map" />
      <ColumnSelects columns={columns} fields={fields.columns.getFieldList()} options={options} />
      <SubmitButton icon="check">{words.mapSubmit}</SubmitButton>
    </Form>
  );
  return (
    <Page
      title={one.fileName}
      eyebrow={t.departmentLists.kinds[one.kind]}
      badges={<StateBadge tone={listTones[one.state]}>{words.states[one.state]}</StateBadge>}
      breadcrumbs={[
        { to: paths.staffMismatches(), label: t.departmentLists.title },
        { to: paths.staffLists(), label: words.list },
      ]}
      form={form}
      messages={words.messages}
    >
      {isAtWork && <meta httpEquiv="refresh" content={String(refreshSeconds)} />}
      {comparedBefore !== null && one.state !== "compared" && (
        <Banner tone="warning" title={words.sameFile(formatMinute(comparedBefore))} />
      )}
      {isAtWork && (
        <>
          <Banner tone="info" title={words.working}>
            <p>
              {words.rowsRead} {counts.rowsRead}
            </p>
          </Banner>
          <ButtonLink to={paths.staffList(one.id)} tone="secondary">
            {t.registerImports.refresh}
          </ButtonLink>
        </>
      )}
      {one.state === "failed" && (
        <Banner tone="danger" title={words.states.failed}>
          <p>{Object.entries(t.registerImports.fileErrors).find(([code]) => code === one.errorCode)?.[1]}</p>
        </Banner>
      )}
      {one.state === "compared" && (
        <Banner tone="success" title={words.doneTitle}>
          <p>{words.doneLine(counts.mismatchesFound)}</p>
          <p>
            <ButtonLink to={paths.staffMismatches()}>{t.departmentLists.title}</ButtonLink>
          </p>
        </Banner>
      )}
      {one.state === "uploaded" && (
        <Section title={t.registerImports.mapTitle} lead={words.mapLead(one.headerRow)}>
          {mapForm}
        </Section>
      )}
      {(one.state === "checked" || one.state === "compared") && <ListResult data={data} />}
      {one.state === "checked" && (
        <>
          <Form>
            <input type="hidden" name="intent" value="confirm" />
            <p className="max-w-measure text-muted">{words.confirmHint}</p>
            <SubmitButton icon="check">{words.confirm}</SubmitButton>
          </Form>
          <Disclosure summary={t.registerImports.mapAgain}>{mapForm}</Disclosure>
        </>
      )}
      {(one.state === "uploaded" || one.state === "checked") && (
        <Form>
          <input type="hidden" name="intent" value="discard" />
          <SubmitButton tone="quiet">{t.registerImports.discard}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}

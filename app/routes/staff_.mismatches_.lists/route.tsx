import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { scopesOf } from "#app/domain/actor.ts";
import { departmentLists } from "#app/domain/department-lists/department-list.ts";
import { listUploadForm, mismatchRoles } from "#app/domain/department-lists/mismatch-form.ts";
import { listListUploads } from "#app/domain/department-lists/move-list-upload.server.ts";
import { getRegionNames } from "#app/domain/regions/public-region-queries.server.ts";
import { unreadForm } from "#app/domain/register-imports/import-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { readFormWithFile } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { fileLimits } from "#app/register-files/register-file.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { FileField } from "#app/ui/text-fields.tsx";
import { listTones } from "./list-tones.ts";
import { takeList } from "./take-list.server.ts";

export const loader = guardLoader(staff(...mismatchRoles), async ({ services, actor, t }) => {
  const names = await getRegionNames(services.db, { codes: scopesOf(actor, mismatchRoles) });
  const uploads = await listListUploads(services.db, { actor });
  return {
    page: { title: t.departmentLists.upload.title, isPrivate: true },
    regions: [...names].flatMap(([code, name]) => (code.length < 6 ? [] : [{ value: code, label: name }])),
    uploads: uploads.map(({ id, kind, state, fileName, createdAt, mismatchesFound }) => {
      return { id, kind, state, fileName, createdAt, mismatchesFound };
    }),
  };
});

export const action = guardAction(staff(...mismatchRoles), async ({ request, services, actor, context }) => {
  await enforceRateLimit(services, { name: "import", limit: 30, windowSeconds: 3600 }, context.clientAddress);
  const { formData, file, isTooLarge } = await readFormWithFile(request, fileLimits.uploadBytes);
  if (isTooLarge) {
    const unread = parseForm(formData, unreadForm);
    return unread.ok ? unread.refuse({ file: ["file_too_large"] }) : unread.reply;
  }
  const form = parseForm(formData, listUploadForm);
  if (!form.ok) return form.reply;
  if (file === null) return form.refuse({ file: ["file_required"] });
  const result = await takeList(services, { ...form.value, file }, actor);
  if (result.ok) return redirect(paths.staffList(result.value.uploadId), 303);
  return form.refuse({ [result.code === "not_allowed" ? "regionCode" : "file"]: [result.code] });
});

export default function DepartmentListsPage() {
  const t = useMessages();
  const all = t.departmentLists;
  const words = all.upload;
  const { regions, uploads } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ kind: string; regionCode: string; file: string }>({
    id: "upload",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { regionCode: regions.length === 1 ? regions[0]?.value : "" },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffMismatches(), label: all.title },
      ]}
      form={form}
      messages={{ ...t.registerImports.errors, ...t.registerImports.fileErrors, ...words.messages }}
      labels={{ kind: words.kind, file: words.file, regionCode: words.region }}
    >
      <Form form={form} multipart>
        <SelectField
          field={fields.kind}
          label={words.kind}
          options={departmentLists.map((value) => ({ value, label: all.kinds[value] }))}
        />
        <SelectField field={fields.regionCode} label={words.region} options={regions} />
        <FileField
          field={fields.file}
          label={words.file}
          hint={t.registerImports.uploadHint}
          accept=".xlsx,.xls,.csv,.txt"
        />
        <SubmitButton icon="arrow-right">{words.submit}</SubmitButton>
      </Form>
      <Section title={words.list}>
        {uploads.length === 0 ? (
          <EmptyState title={words.noLists} />
        ) : (
          <DataTable
            caption={words.list}
            hideCaption
            rows={uploads}
            rowKey={(one) => one.id}
            columns={[
              {
                key: "file",
                header: all.file,
                rowHeader: true,
                cell: (one) => (
                  <Link to={paths.staffList(one.id)} className="tap">
                    {one.fileName}
                  </Link>
                ),
              },
              { key: "kind", header: words.kind, cell: (one) => all.kinds[one.kind] },
              {
                key: "state",
                header: t.registerImports.state,
                cell: (one) => <StateBadge tone={listTones[one.state]}>{words.states[one.state]}</StateBadge>,
              },
              { key: "new", header: words.mismatches, numeric: true, cell: (one) => one.mismatchesFound },
              { key: "at", header: t.registerImports.at, numeric: true, cell: (one) => formatMinute(one.createdAt) },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}

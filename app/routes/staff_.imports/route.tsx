import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { unreadForm, uploadForm } from "#app/domain/register-imports/import-form.ts";
import { importerRoles } from "#app/domain/register-imports/import-policy.ts";
import {
  type ImportListItem,
  importsPerPage,
  listImportRegions,
  listImports,
} from "#app/domain/register-imports/import-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { readFormWithFile } from "#app/http/multipart.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { fileLimits } from "#app/register-files/register-file.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { FileField } from "#app/ui/text-fields.tsx";
import { importTones } from "../staff_.imports_.$id/import-tones.ts";
import { takeUpload } from "./take-upload.server.ts";

export const loader = guardLoader(staff(...importerRoles), async ({ services, actor, url, t }) => {
  const page = pageOf(url);
  const { items, total } = await listImports(services.db, { actor, page });
  return {
    page: { title: t.registerImports.title, isPrivate: true },
    items,
    pageNumber: page,
    pages: Math.ceil(total / importsPerPage),
    regions: await listImportRegions(services.db, { actor }),
  };
});

export const action = guardAction(staff(...importerRoles), async ({ request, services, actor, context }) => {
  await enforceRateLimit(services, { name: "import", limit: 30, windowSeconds: 3600 }, context.clientAddress);
  const { formData, file, isTooLarge } = await readFormWithFile(request, fileLimits.uploadBytes);
  if (isTooLarge) {
    const unread = parseForm(formData, unreadForm);
    return unread.ok ? unread.refuse({ file: ["file_too_large"] }) : unread.reply;
  }
  const form = parseForm(formData, uploadForm);
  if (!form.ok) return form.reply;
  if (file === null) return form.refuse({ file: ["file_required"] });
  const result = await takeUpload(services, { ...form.value, file }, actor);
  if (result.ok) return redirect(paths.staffImport(result.value.importId), 303);
  return form.refuse({ [result.code === "not_allowed" ? "regionCode" : "file"]: [result.code] });
});

export default function StaffImportsPage() {
  const t = useMessages();
  const words = t.registerImports;
  const { items, pageNumber, pages, regions } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ regionCode: string; file: string }>({
    id: "upload",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { regionCode: regions.length === 1 ? regions[0]?.code : "" },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      form={form}
      messages={{ ...words.errors, ...words.fileErrors }}
      labels={{ file: words.file, regionCode: words.region }}
      actions={
        <ButtonLink to={paths.staffImportTemplate()} tone="secondary" icon="download">
          {words.template}
        </ButtonLink>
      }
    >
      <Section title={words.upload}>
        <Form form={form} multipart>
          <SelectField
            field={fields.regionCode}
            label={words.region}
            hint={words.regionHint}
            options={regions.map(({ code, name }) => ({ value: code, label: name }))}
          />
          <FileField field={fields.file} label={words.file} hint={words.uploadHint} accept=".xlsx,.xls,.csv,.txt" />
          <SubmitButton icon="arrow-right">{words.uploadSubmit}</SubmitButton>
        </Form>
      </Section>
      <Section title={words.list}>
        {items.length === 0 ? (
          <EmptyState title={words.none}>{words.noneHint}</EmptyState>
        ) : (
          <ImportTable items={items} />
        )}
        <Pagination page={pageNumber} pages={pages} to={(page) => paths.staffImports({ page })} />
      </Section>
    </Page>
  );
}

function ImportTable({ items }: { items: readonly ImportListItem[] }) {
  const t = useMessages();
  const words = t.registerImports;
  const columns: Column<ImportListItem>[] = [
    {
      key: "file",
      header: words.fileName,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffImport(row.id)} className="tap">
          {row.fileName}
        </Link>
      ),
    },
    { key: "region", header: words.region, cell: (row) => row.regionName ?? "" },
    {
      key: "state",
      header: words.state,
      cell: (row) => <StateBadge tone={importTones[row.state]}>{words.states[row.state]}</StateBadge>,
    },
    {
      key: "households",
      header: words.households,
      numeric: true,
      cell: (row) => row.householdsWritten || row.householdsReady,
    },
    { key: "by", header: words.by, cell: (row) => row.createdByName ?? words.byShell },
    { key: "at", header: words.at, numeric: true, cell: (row) => formatMinute(row.createdAt) },
  ];
  return <DataTable caption={words.list} hideCaption columns={columns} rows={items} rowKey={(row) => row.id} />;
}

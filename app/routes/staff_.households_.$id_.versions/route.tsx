import { useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { listFileSignatures, listFileVersions } from "#app/domain/household-cases/household-case-queries.server.ts";
import type { FieldChange } from "#app/domain/households/household-changes.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { changeInWords } from "./change-in-words.ts";

/** Every version of a file, field by field (S3, S10), and who signed which (S8). */
export const loader = guardLoader(anyStaff, async ({ services, actor, params, t }) => {
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at: services.clock.now() });
  if (file === null) throw notFound();
  const [versions, signatures] = await Promise.all([
    listFileVersions(services.db, { householdId: file.id }),
    listFileSignatures(services.db, { householdId: file.id }),
  ]);
  const names = Object.fromEntries([...file.members, ...file.formerMembers].map((member) => [member.id, member.name]));
  const { id, headName, registerNumber, createdAt } = file;
  return {
    page: { title: t.householdCases.versions, isPrivate: true },
    file: { id, headName, registerNumber, createdAt },
    versions,
    signatures,
    names,
  };
});

export default function FileVersionsPage() {
  const t = useMessages();
  const words = t.householdCases;
  const { file, versions, signatures, names } = useLoaderData<typeof loader>();
  const columns: Column<FieldChange>[] = [
    { key: "field", header: words.field, rowHeader: true, cell: (row) => changeInWords(t, row, names).label },
    { key: "from", header: words.from, cell: (row) => changeInWords(t, row, names).from || "—" },
    { key: "to", header: words.to, cell: (row) => changeInWords(t, row, names).to || "—" },
  ];
  const signatureOf = (version: number) => {
    const signature = signatures.find((one) => one.version === version);
    return signature === undefined ? (
      <StateBadge tone="neutral">{words.notSigned}</StateBadge>
    ) : (
      <StateBadge tone="success">{words.signedBy(signature.signerName, formatMinute(signature.signedAt))}</StateBadge>
    );
  };
  return (
    <Page
      title={words.versions}
      eyebrow={t.households.caseEyebrow(file.registerNumber)}
      lead={words.versionsLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffHouseholds(), label: t.households.title },
        { to: paths.staffHousehold(file.id), label: file.headName },
      ]}
    >
      {versions.map((version) => (
        <Section
          key={version.version}
          title={words.version(version.version)}
          lead={`${version.changedByName ?? t.needsStaff.system} · ${formatMinute(version.changedAt)} · ${version.version === 1 ? words.firstVersion : words.reasonLine(version.reason)}`}
        >
          <p>{signatureOf(version.version)}</p>
          {version.changes.length > 0 && (
            <DataTable
              caption={words.changed}
              hideCaption
              columns={columns}
              rows={version.changes}
              rowKey={(row) => `${row.field} ${row.memberId ?? ""}`}
            />
          )}
        </Section>
      ))}
      {!versions.some(({ version }) => version === 1) && (
        <Section title={words.version(1)} lead={`${words.firstVersion} · ${formatMinute(file.createdAt)}`}>
          <p>{signatureOf(1)}</p>
        </Section>
      )}
    </Page>
  );
}

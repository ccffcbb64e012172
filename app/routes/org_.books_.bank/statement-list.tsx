import { Link } from "@remix-run/react";
import type { StatementItem } from "#app/domain/bank-statements/statement-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const statementTones = { preview: "warning", accepted: "success", discarded: "neutral" } as const;

/** What was uploaded, the newest first. */
export function StatementList({ statements }: { statements: readonly StatementItem[] }) {
  const words = useMessages().bankStatements.statements;
  return (
    <Section title={words.title} id="statements">
      {statements.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={statements}
          rowKey={(one) => one.id}
          columns={[
            {
              key: "file",
              header: words.file,
              rowHeader: true,
              cell: (one) => (
                <Link to={paths.organizationBankStatement(one.id)} className="tap break-all">
                  {one.fileName}
                </Link>
              ),
            },
            { key: "account", header: words.account, cell: (one) => `•••• ${one.last4}` },
            {
              key: "period",
              header: words.period,
              cell: (one) => (one.firstDay === null ? "" : `${one.firstDay} – ${one.lastDay}`),
            },
            {
              key: "state",
              header: words.state,
              cell: (one) => <StateBadge tone={statementTones[one.state]}>{words.states[one.state]}</StateBadge>,
            },
            { key: "lines", header: words.lines, cell: (one) => one.newLines, numeric: true },
            { key: "known", header: words.known, cell: (one) => one.knownLines, numeric: true },
            { key: "by", header: words.by, cell: (one) => one.uploadedBy },
            { key: "at", header: words.at, cell: (one) => formatMinute(one.uploadedAt) },
          ]}
        />
      )}
    </Section>
  );
}

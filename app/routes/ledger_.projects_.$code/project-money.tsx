import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { listProjectNeeds, ProjectPayment } from "#app/domain/library-projects/public-project-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type ProjectMoneyProps = {
  payments: readonly ProjectPayment[];
  needs: Awaited<ReturnType<typeof listProjectNeeds>>;
};

/** Where the money came from and whom it paid, every figure from the ledger; gifts of the project's needs beside it. */
export function ProjectMoney({ payments, needs }: ProjectMoneyProps) {
  const words = useMessages().libraryProjects;
  const sources = [...new Map(payments.map((payment) => [payment.fundCode, payment.fundName]))].map(([code, name]) => ({
    code,
    name,
    fen: payments.filter((payment) => payment.fundCode === code).reduce((sum, payment) => sum + payment.amountFen, 0n),
  }));
  const total = payments.reduce((sum, payment) => sum + payment.amountFen, 0n);
  return (
    <>
      {sources.length > 0 && (
        <Section title={words.sources}>
          <DataTable
            caption={words.sources}
            hideCaption
            rows={sources}
            rowKey={(source) => source.code}
            columns={[
              {
                key: "source",
                header: words.source,
                rowHeader: true,
                cell: (source) => (
                  <Link to={paths.ledgerFund(source.code)} lang="zh-CN">
                    {source.name}
                  </Link>
                ),
              },
              {
                key: "amount",
                header: words.amount,
                cell: (source) => <Amount fen={source.fen} bare />,
                numeric: true,
              },
            ]}
            footer={{ source: words.total, amount: <Amount fen={total} bare /> }}
          />
        </Section>
      )}
      <Section title={words.payments} lead={words.paymentsLead}>
        {payments.length === 0 ? (
          <p className="text-muted">{words.paymentsNone}</p>
        ) : (
          <PaymentTable payments={payments} />
        )}
      </Section>
      {needs.length > 0 && (
        <Section title={words.needs} lead={words.needsLead}>
          <NeedTable needs={needs} />
        </Section>
      )}
    </>
  );
}

function PaymentTable({ payments }: { payments: readonly ProjectPayment[] }) {
  const words = useMessages().libraryProjects;
  return (
    <DataTable
      caption={words.payments}
      hideCaption
      rows={payments}
      rowKey={(payment) => payment.code}
      columns={[
        { key: "day", header: words.day, cell: (payment) => dayInChina(payment.at) },
        {
          key: "use",
          header: words.use,
          rowHeader: true,
          wide: true,
          cell: (payment) => (
            <Link to={paths.ledgerNotice(payment.code)} lang="zh-CN">
              {payment.description}
            </Link>
          ),
        },
        { key: "payee", header: words.payee, cell: (payment) => <span lang="zh-CN">{payment.payeeName}</span> },
        {
          key: "amount",
          header: words.amount,
          cell: (payment) => <Amount fen={payment.amountFen} bare />,
          numeric: true,
        },
      ]}
    />
  );
}

function NeedTable({ needs }: { needs: ProjectMoneyProps["needs"] }) {
  const words = useMessages().libraryProjects;
  return (
    <DataTable
      caption={words.needs}
      hideCaption
      rows={needs}
      rowKey={(need) => need.publicCode}
      columns={[
        {
          key: "need",
          header: words.needs,
          rowHeader: true,
          cell: (need) => (
            <Link to={paths.need(need.publicCode)} lang="zh-CN">
              {need.title}
            </Link>
          ),
        },
        { key: "goal", header: words.goal, cell: (need) => <Amount fen={need.goalFen ?? 0n} bare />, numeric: true },
        { key: "given", header: words.given, cell: (need) => <Amount fen={need.fundedFen} bare />, numeric: true },
      ]}
    />
  );
}

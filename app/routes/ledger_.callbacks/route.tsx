import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getCallbackFigures, listDraws } from "#app/domain/callbacks/callback-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { CallbackFigures } from "../ledger/callback-figures.tsx";

const pageSize = 20;

/** 抽查回访 for everyone (D6): the figures, and every draw with its seed, so that anyone can draw it again. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const page = pageOf(url);
  return {
    page: { title: t.callbacks.public.title, description: t.callbacks.public.lead },
    figures: await getCallbackFigures(services.db),
    ...(await listDraws(services.db, { page, pageSize })),
    number: page,
    asOf: formatMinute(services.clock.now()),
  };
});

export default function PublicCallbacksPage() {
  const t = useMessages();
  const words = t.callbacks.public;
  const { figures, draws, total, number, asOf } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
    >
      <CallbackFigures figures={figures} />
      <Section title={words.howTitle} id="how">
        <p className="max-w-measure">{words.how}</p>
        <p className="max-w-measure">
          <code className="break-all">{words.formula}</code>
        </p>
        <p>
          <Link to={paths.ledgerRoots()}>{t.proof.roots.title}</Link>
        </p>
      </Section>
      <Section title={words.draws}>
        {draws.length === 0 ? (
          <EmptyState title={words.none}>{words.noneBody}</EmptyState>
        ) : (
          <DataTable
            caption={words.draws}
            hideCaption
            rows={draws}
            rowKey={(draw) => `${draw.month} ${draw.townCode}`}
            columns={[
              { key: "month", header: words.month, rowHeader: true, cell: (draw) => draw.month },
              { key: "town", header: words.town, cell: (draw) => <span lang="zh-CN">{draw.townName}</span> },
              { key: "candidates", header: words.candidates, cell: (draw) => draw.candidateCount, numeric: true },
              { key: "percent", header: words.percent, cell: (draw) => `${draw.percent}%`, numeric: true },
              {
                key: "seed",
                header: words.seed,
                wide: true,
                cell: (draw) => (
                  <>
                    {draw.seedDay} <code className="break-all">{draw.seedRoot}</code>
                  </>
                ),
              },
              {
                key: "drawn",
                header: words.drawn,
                wide: true,
                cell: (draw) => (
                  <ul>
                    {draw.drawn.map(({ code, state }) => (
                      <li key={code}>
                        <Link to={paths.ledgerNotice(code)}>{code}</Link> {t.callbacks.states[state]}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        )}
      </Section>
      <Pagination page={number} pages={Math.ceil(total / pageSize)} to={(page) => paths.ledgerCallbacks({ page })} />
    </Page>
  );
}

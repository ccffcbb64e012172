import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getChainState, listNewestRoots, type PublishedRoot } from "#app/domain/proof/root-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { HowToVerify } from "./how-to-verify.tsx";
import { ProofFiles } from "./proof-files.tsx";

const pageSize = 14;

/** 每日存证 (D3): the root of every day, and how anyone checks the ledger against it without trusting this site. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const number = pageOf(url);
  const { roots, total } = await listNewestRoots(services.db, { page: number, pageSize });
  return {
    page: { title: t.proof.roots.title, description: t.proof.roots.description },
    roots,
    state: await getChainState(services.db),
    number,
    pages: Math.ceil(total / pageSize),
    baseUrl: services.env.baseUrl,
  };
});

export default function RootsPage() {
  const t = useMessages();
  const words = t.proof.roots;
  const { roots, state, number, pages, baseUrl } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}>
      <HowToVerify baseUrl={baseUrl} />
      <Section title={t.proof.files.title}>
        <ProofFiles />
      </Section>
      <Section title={words.title} id="roots">
        {state.openSince !== null && state.openCount > 0 && (
          <p className="text-muted">{words.open(state.openCount.toLocaleString("en"), state.openSince)}</p>
        )}
        {roots.length === 0 ? (
          <EmptyState title={words.none}>{words.noneBody}</EmptyState>
        ) : (
          <RootTable roots={roots} />
        )}
        <Pagination page={number} pages={pages} to={(page) => `${paths.ledgerRoots({ page })}#roots`} />
      </Section>
    </Page>
  );
}

function RootTable({ roots }: { roots: readonly PublishedRoot[] }) {
  const words = useMessages().proof.roots;
  return (
    <DataTable
      caption={words.title}
      hideCaption
      rows={roots}
      rowKey={(root) => root.day}
      columns={[
        { key: "day", header: words.day, cell: (root) => root.day, rowHeader: true },
        {
          key: "root",
          header: words.root,
          cell: (root) => <code className="break-all text-sm">{root.root}</code>,
          wide: true,
        },
        {
          key: "positions",
          header: words.positions,
          cell: (root) => `${root.firstPosition}-${root.lastPosition}`,
          numeric: true,
        },
        { key: "count", header: words.count, cell: (root) => root.leafCount.toLocaleString("en"), numeric: true },
      ]}
    />
  );
}

import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { accountKeeperRoles } from "#app/domain/accounts/account.ts";
import { findAccounts, listAccountProposals } from "#app/domain/accounts/staff-account-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(staff(...accountKeeperRoles), async ({ services, actor, url, t }) => {
  const at = services.clock.now();
  const text = (url.searchParams.get("q") ?? "")
    .normalize("NFKC")
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 120);
  return {
    page: { title: t.staffAccounts.title, isPrivate: true },
    text,
    accounts: await findAccounts(services.db, { actor, text, at }),
    proposals: await listAccountProposals(services.db, { actor, at }),
  };
});

/** Whose account is meant: found by address or name inside the administrator's places (E3, S31). */
export default function AccountsPage() {
  const t = useMessages();
  const words = t.staffAccounts;
  const { text, accounts, proposals } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      {proposals.length > 0 && (
        <Section title={words.proposals}>
          <ul className="stack">
            {proposals.map((proposal) => (
              <li key={proposal.id}>
                <Link to={paths.staffAccount(proposal.userId)} className="tap">
                  {proposal.displayName} · {words.stepNames[proposal.step]}
                </Link>
                <span className="text-muted">
                  {" "}
                  {words.proposedBy(proposal.proposedByName, dayInChina(proposal.proposedAt))}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <SearchBox label={words.search} action={paths.staffAccounts()} text={text} />
      {text !== "" && accounts.length === 0 && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
      {accounts.length > 0 && (
        <DataTable
          caption={words.title}
          hideCaption
          rows={accounts}
          rowKey={(row) => row.userId}
          columns={[
            {
              key: "name",
              header: words.name,
              rowHeader: true,
              cell: (row) => (
                <Link to={paths.staffAccount(row.userId)} className="tap">
                  {row.displayName}
                </Link>
              ),
            },
            {
              key: "email",
              header: words.email,
              cell: (row) => <span className="break-all">{row.email}</span>,
              wide: true,
            },
            { key: "state", header: words.state, cell: (row) => <AccountState isDisabled={row.isDisabled} /> },
          ]}
        />
      )}
    </Page>
  );
}

function AccountState({ isDisabled }: { isDisabled: boolean }) {
  const words = useMessages().staffAccounts;
  return <StateBadge tone={isDisabled ? "danger" : "success"}>{isDisabled ? words.disabled : words.active}</StateBadge>;
}

import { Link, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { formatYuan } from "#app/domain/money.ts";
import { offlineGiftStates } from "#app/domain/offline-gifts/offline-gift.ts";
import { listOfflineGifts } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { OfflineGiftBadge } from "./offline-gift-badge.tsx";

/** Gifts outside the site of the reader's charities; those that wait for the second person come first. */
export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  const wanted = url.searchParams.get("state");
  const state = offlineGiftStates.find((one) => one === wanted) ?? null;
  return {
    page: { title: t.offlineGifts.title, isPrivate: true },
    state,
    isJustRecorded: url.searchParams.get("done") === "recorded",
    gifts: await listOfflineGifts(services.db, { actor, state }),
  };
});

export default function OfflineGiftsPage() {
  const t = useMessages();
  const words = t.offlineGifts;
  const { gifts, state, isJustRecorded } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      actions={
        <>
          <ButtonLink to={paths.organizationOfflineGiftNew({ kind: "money" })} icon="plus">
            {words.new.money}
          </ButtonLink>
          <ButtonLink to={paths.organizationOfflineGiftNew({ kind: "goods" })} tone="secondary" icon="plus">
            {words.new.goods}
          </ButtonLink>
        </>
      }
    >
      {isJustRecorded && <Banner tone="success" title={words.recorded} />}
      <Tabs
        label={words.columns.state}
        tabs={[null, ...offlineGiftStates].map((one) => ({
          to: paths.organizationOfflineGifts({ state: one ?? undefined }),
          label: one === null ? words.all : words.states[one],
          isCurrent: one === state,
        }))}
      />
      {gifts.length === 0 ? (
        <EmptyState title={words.none}>
          <p>{words.noneHint}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={gifts}
          rowKey={(gift) => gift.id}
          columns={[
            {
              key: "gift",
              header: words.columns.gift,
              rowHeader: true,
              cell: (gift) => (
                <Link to={paths.organizationOfflineGift(gift.id)}>
                  {gift.kind === "money"
                    ? words.kinds.money
                    : words.goodsLine(gift.itemName ?? "", String(gift.quantity), gift.unit ?? "")}
                </Link>
              ),
            },
            {
              key: "need",
              header: words.columns.need,
              cell: (gift) => `${gift.villageName} ${gift.needTitle}`,
              wide: true,
            },
            { key: "received", header: words.columns.receivedOn, cell: (gift) => gift.receivedOn },
            { key: "amount", header: words.columns.amount, cell: (gift) => formatYuan(gift.amountFen), numeric: true },
            {
              key: "state",
              header: words.columns.state,
              cell: (gift) => <OfflineGiftBadge kind={gift.kind} state={gift.state} />,
            },
          ]}
        />
      )}
    </Page>
  );
}

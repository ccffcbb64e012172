import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { getGoods } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { GoodsReceipt } from "./goods-receipt.tsx";

/** Goods that the reader gave outside the site and claimed by code. */
export const loader = guardLoader(signedIn, async ({ services, actor, params, t }) => {
  const goods = await getGoods(services.db, { offlineGiftId: params.id ?? "", userId: actor.userId });
  if (goods === null) throw notFound();
  return { page: { title: t.offlineGifts.claim.receiptTitle, isPrivate: true }, goods };
});

export default function MyGoodsPage() {
  const t = useMessages();
  const words = t.offlineGifts.claim;
  const { goods } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.receiptTitle}
      lead={words.receiptLead}
      breadcrumbs={[{ to: paths.myDonations(), label: t.donations.mine.title }]}
      narrow
    >
      <GoodsReceipt goods={goods} />
    </Page>
  );
}

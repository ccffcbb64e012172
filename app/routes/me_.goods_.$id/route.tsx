import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { publicNameForm } from "#app/domain/donations/public-name-form.ts";
import { changeGoodsName } from "#app/domain/offline-gifts/change-goods-name.server.ts";
import { getGoods } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { PublicNameFields, type PublicNameValues } from "../me_.public-name/public-name-fields.tsx";
import { GoodsReceipt } from "./goods-receipt.tsx";

/** Goods that the reader gave outside the site and claimed by code, and what the public sees of the giver. */
export const loader = guardLoader(signedIn, async ({ services, actor, params, url, t }) => {
  const goods = await getGoods(services.db, { offlineGiftId: params.id ?? "", userId: actor.userId });
  if (goods === null) throw notFound();
  return {
    page: { title: t.offlineGifts.claim.receiptTitle, isPrivate: true },
    goods,
    isDone: url.searchParams.get("done") === "changed",
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params }) => {
  const offlineGiftId = params.id ?? "";
  const form = parseForm(await request.formData(), publicNameForm);
  if (!form.ok) return form.reply;
  const result = await changeGoodsName(services.db, { ...form.value, offlineGiftId }, actor, services.clock.now());
  if (!result.ok) throw notFound();
  return redirect(paths.myGoods(offlineGiftId, { done: "changed" }), 303);
});

export default function MyGoodsPage() {
  const t = useMessages();
  const words = t.offlineGifts.claim;
  const { goods, isDone } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<PublicNameValues>({
    id: "public-name",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { showsName: goods.publicName === null ? undefined : "on", publicName: goods.publicName ?? "" },
  });
  return (
    <Page
      title={words.receiptTitle}
      lead={words.receiptLead}
      breadcrumbs={[{ to: paths.myDonations(), label: t.donations.mine.title }]}
      form={form}
      labels={{ publicName: t.publicName.name }}
      narrow
    >
      {isDone && <Banner tone="success" title={t.publicName.done} />}
      <GoodsReceipt goods={goods} />
      <Section title={t.publicName.title} lead={t.publicName.lead}>
        <Form form={form}>
          <PublicNameFields fields={fields} />
          <SubmitButton>{t.publicName.save}</SubmitButton>
        </Form>
      </Section>
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { OfflineGiftKind } from "#app/domain/offline-gifts/offline-gift.ts";
import { offlineGoodsForm, offlineMoneyForm } from "#app/domain/offline-gifts/offline-gift-form.ts";
import { listReceivingNeeds } from "#app/domain/offline-gifts/receiving-needs.server.ts";
import { recordOfflineGift } from "#app/domain/offline-gifts/record-offline-gift.server.ts";
import { charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { OfflineGiftFields, type OfflineGiftValues } from "./offline-gift-fields.tsx";

const kindOf = (url: URL): OfflineGiftKind => (url.searchParams.get("kind") === "goods" ? "goods" : "money");

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  const kind = kindOf(url);
  return {
    page: { title: t.offlineGifts.new[kind], isPrivate: true },
    kind,
    today: dayInChina(services.clock.now()),
    needs: await listReceivingNeeds(services.db, { actor, kind }),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const at = services.clock.now();
  const today = dayInChina(at);
  const form =
    kindOf(url) === "money"
      ? parseForm(formData, offlineMoneyForm(today))
      : parseForm(formData, offlineGoodsForm(today));
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const result = await recordOfflineGift(services, { gift: form.value, pictures }, actor, at);
  if (result.ok) return redirect(paths.organizationOfflineGifts({ done: "recorded" }), 303);
  return form.refuse({ [fieldOf(result.code)]: [result.code] });
});

function fieldOf(code: string): string {
  if (code === "unknown_need") return "needId";
  if (code === "no_household") return "surplusChoice";
  if (code === "same_document") return "documentNumber";
  return code.startsWith("photo_") ? "photo" : "";
}

export default function NewOfflineGiftPage() {
  const t = useMessages();
  const words = t.offlineGifts;
  const { kind, needs, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<OfflineGiftValues>({
    id: "gift",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { surplusChoice: "same_village", receivedOn: today },
  });
  return (
    <Page
      title={words.new[kind]}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationOfflineGifts(), label: words.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{ ...words.fields, amount: kind === "money" ? words.fields.amount : words.fields.value }}
      narrow
    >
      <Tabs
        label={words.title}
        tabs={(["money", "goods"] as const).map((one) => ({
          to: paths.organizationOfflineGiftNew({ kind: one }),
          label: words.new[one],
          isCurrent: one === kind,
        }))}
      />
      <OfflineGiftFields form={form} fields={fields} kind={kind} needs={needs} today={today} />
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { claimsPerAddress } from "#app/auth/rate-limit-rules.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { claimOfflineGift } from "#app/domain/offline-gifts/claim-offline-gift.server.ts";
import { claimForm } from "#app/domain/offline-gifts/offline-gift-form.ts";
import { getGoods } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { GoodsReceipt } from "../me_.goods_.$id/goods-receipt.tsx";

export const loader = guardLoader(anyone, ({ actor, t }) => ({
  page: { title: t.offlineGifts.claim.title, isPrivate: true },
  isSignedIn: actor.kind === "user",
}));

/**
 * The code of a paper slip (Q19): signed in, the gift comes to the account; otherwise only its receipt is shown. A wrong code and a used one
 * get the same answer, and nobody tries many.
 */
export const action = guardAction(anyone, async ({ request, services, actor, context }) => {
  await enforceRateLimit(services, claimsPerAddress, context.clientAddress);
  const form = parseForm(await request.formData(), claimForm);
  if (!form.ok) return form.reply;
  const result = await claimOfflineGift(services.db, form.value, actor, services.clock.now());
  if (!result.ok) return form.refuse({ code: [result.code] });
  const { offlineGiftId, donationId, isClaimed } = result.value;
  if (isClaimed) return redirect(paths.myDonations({ done: "claimed" }), 303);
  if (donationId !== null) {
    return redirect(paths.donation(donationId, { key: receiptKey(services.sealer, donationId) }), 303);
  }
  return data({ goods: await getGoods(services.db, { offlineGiftId, userId: null }), result: undefined });
});

export default function ClaimPage() {
  const t = useMessages();
  const words = t.offlineGifts.claim;
  const { isSignedIn } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm<{ code: string }>({ id: "claim", lastResult: answer?.result });
  const goods = answer && "goods" in answer ? answer.goods : null;
  if (goods) {
    return (
      <Page title={words.receiptTitle} lead={words.receiptLead} narrow>
        <GoodsReceipt goods={goods} />
      </Page>
    );
  }
  return (
    <Page
      title={words.title}
      lead={words.lead}
      form={form}
      messages={{ wrong_code: words.wrong }}
      labels={{ code: words.code }}
      narrow
    >
      <Form form={form}>
        <TextField field={fields.code} label={words.code} hint={words.codeHint} autoComplete="off" width="medium" />
        <p className="max-w-measure text-muted">{isSignedIn ? words.signedInHint : words.guestHint}</p>
        <SubmitButton>{words.submit}</SubmitButton>
      </Form>
      {!isSignedIn && (
        <p>
          <ButtonLink to={paths.login({ next: paths.claim() })} tone="secondary">
            {t.layout.signIn}
          </ButtonLink>
        </p>
      )}
    </Page>
  );
}

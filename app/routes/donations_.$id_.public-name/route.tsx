import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import type { Actor } from "#app/domain/actor.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { changePublicName } from "#app/domain/donations/change-public-name.server.ts";
import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { publicNameForm } from "#app/domain/donations/public-name-form.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { type GuardedArgs, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { PublicNameFields, type PublicNameValues } from "../me_.public-name/public-name-fields.tsx";

async function readGift({ services, params, url, actor }: GuardedArgs<Actor>) {
  const donation = await getDonation(services.db, { donationId: params.id ?? "" });
  if (donation === null) throw notFound();
  const key = url.searchParams.get("key");
  const isDonor = mayReadReceiptName(services.sealer, donation, { userId: actorUserId(actor), key });
  return { donation, isDonor, key: isDonor ? (key ?? undefined) : undefined };
}

/** The donor's one choice about the public, changed later (Q4): signed in or by the key from the mail; see `mayChangePublicName`. */
export const loader = guardLoader(anyone, async (args) => {
  const { donation, isDonor, key } = await readGift(args);
  return {
    page: { title: args.t.publicName.title, isPrivate: true },
    publicName: donation.publicName,
    isDonor,
    isOfAccount: donation.userId !== null,
    isMonthly: donation.monthlyGiftId !== null,
    isDone: args.url.searchParams.get("done") === "changed",
    backTo: paths.donation(donation.id, { key }),
    here: paths.donationPublicName(donation.id),
  };
});

export const action = guardAction(anyone, async (args) => {
  const { services, actor, request } = args;
  const { donation, isDonor, key } = await readGift(args);
  const form = parseForm(await request.formData(), publicNameForm);
  if (!form.ok) return form.reply;
  const input = { donationId: donation.id, publicName: form.value.publicName, isDonor };
  const result = await changePublicName(services.db, input, actor, services.clock.now());
  // What is not yours to change is not there (F2).
  if (!result.ok) throw notFound();
  return redirect(paths.donationPublicName(donation.id, { key, done: "changed" }), 303);
});

export default function DonationPublicNamePage() {
  const t = useMessages();
  const words = t.publicName;
  const gift = useLoaderData<typeof loader>();
  const [form, fields] = useForm<PublicNameValues>({
    id: "public-name",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { showsName: gift.publicName === null ? undefined : "on", publicName: gift.publicName ?? "" },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: gift.backTo, label: t.donations.receipt.title.thanks }]}
      form={form}
      labels={{ publicName: words.name }}
      narrow
    >
      {gift.isDone && <Banner tone="success" title={words.done} />}
      <p className="text-lg">{words.now(gift.publicName ?? t.common.anonymousName)}</p>
      {gift.isMonthly && <p className="max-w-measure text-muted">{words.monthly}</p>}
      {gift.isDonor ? (
        <Form form={form}>
          <PublicNameFields fields={fields} />
          <SubmitButton>{words.save}</SubmitButton>
        </Form>
      ) : gift.isOfAccount ? (
        <>
          <p>{words.signInFirst}</p>
          <p>
            <ButtonLink to={paths.login({ next: gift.here })}>{t.layout.signIn}</ButtonLink>
          </p>
        </>
      ) : gift.publicName === null ? (
        <p className="max-w-measure text-muted">{words.onlyMail}</p>
      ) : (
        <Form>
          <p className="max-w-measure text-muted">{words.hideHint}</p>
          <SubmitButton>{words.hide}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}

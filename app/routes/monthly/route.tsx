import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { linkMailGlobal, linkMailPerAddress, linkMailPerTarget } from "#app/auth/rate-limit-rules.ts";
import { newId } from "#app/domain/ids.ts";
import { monthlyLinkForm } from "#app/domain/monthly-gifts/monthly-gift-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, isWithinRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { mailMonthlyLinks } from "#app/jobs/mail-monthly-links.server.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(anyone, ({ url, t }) => ({
  isSent: url.searchParams.get("done") === "sent",
  isFromGift: url.searchParams.get("from") === "gift",
  formNonce: newId(),
  page: { title: t.monthlyGifts.link.title, isPrivate: true },
}));

/**
 * Answers the same for every address, whether it gives or not, and whether its share of mails is used up (Q6, D7): only the asking address is
 * told to wait.
 */
export const action = guardAction(anyone, async ({ request, services, locale, context }) => {
  const form = parseForm(await request.formData(), monthlyLinkForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, linkMailPerAddress, context.clientAddress);
  const { email, formNonce } = form.value;
  const mayMail =
    (await isWithinRateLimit(services, linkMailPerTarget, email)) &&
    (await isWithinRateLimit(services, linkMailGlobal));
  if (mayMail) await mailMonthlyLinks(services, { email, formNonce, locale });
  return redirect(paths.monthlyLink({ done: "sent" }), 303);
});

/** A new link for a donor without an account whose mails are gone: by e-mail, never by sign-in (Q6). */
export default function MonthlyLinkPage() {
  const t = useMessages();
  const words = t.monthlyGifts.link;
  const { isSent, isFromGift, formNonce } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ email: string; formNonce: string }>({
    id: "monthly-link",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { formNonce },
  });
  return (
    <Page title={words.title} lead={words.lead} form={form} labels={{ email: words.email }} narrow>
      {isSent && <Banner tone="success" title={words.sent} />}
      {isFromGift && <Banner tone="warning" title={words.expired} />}
      <Form form={form}>
        <HiddenField field={fields.formNonce} value={formNonce} />
        <TextField
          field={fields.email}
          label={words.email}
          hint={words.emailHint}
          type="email"
          autoComplete="email"
          inputMode="email"
        />
        <SubmitButton>{words.send}</SubmitButton>
      </Form>
      <p>
        <Link className="tap" to={paths.myDonations()}>
          {words.signIn}
        </Link>
      </p>
    </Page>
  );
}

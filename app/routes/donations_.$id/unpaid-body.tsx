import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Banner } from "#app/ui/status.tsx";

type Words = ReturnType<typeof useMessages>["donations"]["receipt"];

export function unpaidTitle(state: string, words: Words): string {
  if (state === "pending") return words.title.pending;
  if (state === "expired") return words.title.expired;
  if (state === "failed") return words.title.failed;
  return state === "quarantined" ? words.title.quarantined : words.title.started;
}

/** A gift that is not paid: what happened, and how to go on. */
export function UnpaidBody({ donation }: { donation: { id: string; state: string; need: { publicCode: string } } }) {
  const t = useMessages();
  const words = t.donations.receipt;
  if (donation.state === "quarantined")
    return (
      <Banner tone="warning" title={words.title.quarantined}>
        {words.quarantinedBody}
      </Banner>
    );
  if (donation.state === "pending") {
    return (
      <div role="status">
        <Banner tone="info" title={words.title.pending}>
          <p>{words.pendingBody}</p>
        </Banner>
      </div>
    );
  }
  const body =
    donation.state === "expired"
      ? words.expiredBody
      : donation.state === "failed"
        ? words.failedBody
        : words.startedBody;
  return (
    <>
      <p className="text-lg">{body}</p>
      <Form action={paths.donationCheck(donation.id)}>
        <SubmitButton tone="give">{words.tryAgain}</SubmitButton>
      </Form>
      <p>
        <ButtonLink tone="quiet" to={paths.needDonate(donation.need.publicCode, { donation: donation.id })}>
          {words.changeGift}
        </ButtonLink>
      </p>
    </>
  );
}

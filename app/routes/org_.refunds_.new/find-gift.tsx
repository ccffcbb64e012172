import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Banner } from "#app/ui/status.tsx";

/** The number on a donor's receipt leads to the gift. */
export function FindGift({ isUnknown }: { isUnknown: boolean }) {
  const words = useMessages().refunds;
  return (
    <>
      {isUnknown && <Banner tone="warning" title={words.receiptUnknown} />}
      <Form method="get" action={paths.organizationRefundNew()}>
        <label className="field" htmlFor="receipt">
          <span className="field-label">{words.fields.receipt}</span>
          <span className="field-hint" id="receipt-hint">
            {words.startLead}
          </span>
          <input
            id="receipt"
            name="receipt"
            type="text"
            className="field-input w-medium"
            autoComplete="off"
            aria-describedby="receipt-hint"
          />
        </label>
        <SubmitButton>{words.find}</SubmitButton>
      </Form>
    </>
  );
}

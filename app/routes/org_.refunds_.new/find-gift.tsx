import { useForm } from "@conform-to/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** The number on a donor's receipt leads to the gift. */
export function FindGift({ isUnknown }: { isUnknown: boolean }) {
  const words = useMessages().refunds;
  const [form, fields] = useForm<{ receipt: string }>({ id: "find" });
  return (
    <>
      {isUnknown && <Banner tone="warning" title={words.receiptUnknown} />}
      <Form form={form} method="get" action={paths.organizationRefundNew()}>
        <TextField
          field={fields.receipt}
          label={words.fields.receipt}
          hint={words.startLead}
          width="medium"
          autoComplete="off"
        />
        <SubmitButton>{words.find}</SubmitButton>
      </Form>
    </>
  );
}

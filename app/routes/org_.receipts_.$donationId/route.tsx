import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { officialReceiptForm } from "#app/domain/donations/official-receipt-form.ts";
import { getGiftToReceipt } from "#app/domain/donations/official-receipt-queries.server.ts";
import { recordOfficialReceipt } from "#app/domain/donations/record-official-receipt.server.ts";
import { withOptionalDocument } from "#app/domain/files/with-optional-document.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";
import { giftFacts, historyLines } from "./gift-facts.ts";

export const loader = guardLoader(organizationMember, async ({ services, actor, params, t }) => {
  const gift = await getGiftToReceipt(services.db, { actor, donationId: params.donationId ?? "" });
  if (gift === null) throw notFound();
  return { page: { title: t.receipts.official.oneTitle(gift.receiptNumber), isPrivate: true }, gift };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params }) => {
  const donationId = params.donationId ?? "";
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const form = parseForm(formData, officialReceiptForm);
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ document: [uploadError] });
  const result = await withOptionalDocument(services.files, pictures, (document) =>
    recordOfficialReceipt(services.db, { ...form.value, donationId, document }, actor, services.clock.now()),
  );
  if (result.ok) return redirect(paths.organizationReceipt(donationId), 303);
  if (result.code === "not_found") throw notFound();
  const isOfNumber = result.code === "taken" || result.code === "same";
  const isOfDocument = result.code.startsWith("photo_");
  return form.refuse({ [isOfDocument ? "document" : isOfNumber ? "number" : ""]: [result.code] });
});

/** Records or corrects the number of one gift's official receipt; everything ever recorded stays listed. */
export default function OfficialReceiptPage() {
  const t = useMessages();
  const words = t.receipts.official;
  const { gift } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ number: string; replacesId: string; document: string }>({
    id: "official-receipt",
    lastResult: useActionData<typeof action>()?.result,
  });
  const isCorrection = gift.officialId !== null;
  return (
    <Page
      title={words.oneTitle(gift.receiptNumber)}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationReceipts(), label: words.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{ number: words.number, document: words.document }}
      narrow
    >
      <DescriptionList items={giftFacts(gift, t)} />
      <p className="text-sm text-muted">{words.privacy}</p>
      {gift.standing === "void" ? (
        <Banner tone="warning" title={words.errors.is_void}>
          {isCorrection && <p>{words.filterHints.to_cancel}</p>}
        </Banner>
      ) : (
        <Form form={form} multipart>
          <HiddenField field={fields.replacesId} value={gift.officialId ?? ""} />
          <TextField
            field={fields.number}
            label={words.number}
            hint={isCorrection ? words.correctHint : words.numberHint}
            autoComplete="off"
            width="medium"
          />
          <FileField
            field={fields.document}
            label={words.document}
            hint={words.documentHint}
            accept="application/pdf,image/jpeg,image/png,image/webp"
            optional
          />
          <SubmitButton>{isCorrection ? words.correct : words.record}</SubmitButton>
        </Form>
      )}
      {gift.history.length > 0 && (
        <Section title={words.history}>
          <ol className="list-decimal pl-5">
            {historyLines(gift, t).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </Section>
      )}
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { recordSignature } from "#app/domain/verification/record-signature.server.ts";
import { signatureMethods } from "#app/domain/verification/signature-methods.ts";
import { signatureForm } from "#app/domain/verification/verification-form.ts";
import { signatureRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { NeedItems } from "../staff_.needs_.$id/need-items.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";

export const loader = guardLoader(staff(...signatureRoles), async (args) => {
  const { need } = await loadStep(args, "signature");
  return { page: { title: args.t.verification.steps.signature.title, isPrivate: true }, need };
});

export const action = guardAction(staff(...signatureRoles), async ({ request, services, actor, params }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const needId = params.id ?? "";
  const form = parseForm(formData, signatureForm);
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const input = { needId, signature: form.value, pictures };
  const result = await recordSignature(services, input, actor, services.clock.now());
  return answerStep(result, form, { needId, done: "signed" });
});

export default function SignaturePage() {
  const t = useMessages();
  const words = t.verification.steps.signature;
  const { need } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ signerName: string; method: string; photo: string }>({
    id: "signature",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { method: "signature" },
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{ signerName: words.signerName, method: words.method, photo: words.photo }}
      aside={<NeedFacts need={need} />}
    >
      <p className="font-bold">{words.version(need.version)}</p>
      <Form form={form} multipart>
        <TextField field={fields.signerName} label={words.signerName} hint={words.signerHint} width="medium" />
        <RadioGroup
          field={fields.method}
          label={words.method}
          options={signatureMethods.map((value) => ({ value, label: words.methods[value] }))}
        />
        <FileField field={fields.photo} label={words.photo} hint={words.photoHint} capture="environment" />
        <SubmitButton icon="check" wide>
          {words.submit}
        </SubmitButton>
      </Form>
      <NeedItems need={need} />
    </StepPage>
  );
}

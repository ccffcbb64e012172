import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { returnNeed } from "#app/domain/verification/return-need.server.ts";
import { reasonForm } from "#app/domain/verification/verification-form.ts";
import { approverRoles, checkerRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";

const mayEnter = staff(...checkerRoles, ...approverRoles);

export const loader = guardLoader(mayEnter, async (args) => {
  const { need } = await loadStep(args, "return");
  return { page: { title: args.t.verification.steps.return.title, isPrivate: true }, need };
});

export const action = guardAction(mayEnter, async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), reasonForm);
  if (!form.ok) return form.reply;
  const needId = params.id ?? "";
  const result = await returnNeed(services.db, { needId, ...form.value }, actor, services.clock.now());
  return answerStep(result, form, { needId, done: "returned" });
});

export default function ReturnPage() {
  const t = useMessages();
  const words = t.verification.steps.return;
  const { need } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ reason: string }>({
    id: "return",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={need.state === "submitted" ? words.lead : words.leadNoticed}
      form={form}
      labels={{ reason: words.reason }}
      aside={<NeedFacts need={need} />}
    >
      <Form form={form}>
        <TextArea field={fields.reason} label={words.reason} hint={words.reasonHint} rows={4} />
        <SubmitButton tone="danger" wide>
          {words.submit}
        </SubmitButton>
      </Form>
    </StepPage>
  );
}

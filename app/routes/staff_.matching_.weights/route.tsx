import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { setWeights } from "#app/domain/matching/set-weights.server.ts";
import { defaultWeights, weightKeys } from "#app/domain/matching/weights.ts";
import { type WeightsInput, weightsForm } from "#app/domain/matching/weights-form.ts";
import { listWeights } from "#app/domain/matching/weights-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { DateField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(staff("platform_admin"), async ({ services, t }) => {
  const [last] = await listWeights(services.db);
  return {
    page: { title: t.matching.weights.changeTitle, isPrivate: true },
    weights: last?.weights ?? defaultWeights,
    version: last?.version ?? 1,
    today: dayInChina(services.clock.now()),
  };
});

export const action = guardAction(staff("platform_admin"), async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), weightsForm);
  if (!form.ok) return form.reply;
  const { seenVersion, validFrom, reason, source, ...weights } = form.value;
  const result = await setWeights(
    services.db,
    { weights, seenVersion, validFrom, reason, source },
    actor,
    services.clock.now(),
  );
  if (result.ok) return redirect(paths.matchWeights(), 303);
  return form.refuse({ [result.code === "day_passed" ? "validFrom" : ""]: [result.code] });
});

/** Staff set the weights from a day on, with reason and source; everybody sees it at once (S46). */
export default function WeightsChangePage() {
  const t = useMessages();
  const words = t.matching.weights;
  const { weights, version, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<WeightsInput>({
    id: "weights",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { ...weights, seenVersion: version, validFrom: today },
  });
  return (
    <Page
      title={words.changeTitle}
      lead={words.changeLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.staff.title },
        { to: paths.matchWeights(), label: words.title },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={{ ...words.names, validFrom: words.validFrom, reason: words.reason, source: words.sourceLabel }}
    >
      <Form form={form}>
        <HiddenField field={fields.seenVersion} value={String(version)} />
        {weightKeys.map((key) => (
          <NumberField key={key} field={fields[key]} label={words.names[key]} />
        ))}
        <DateField field={fields.validFrom} label={words.validFrom} min={today} />
        <TextArea field={fields.reason} label={words.reason} rows={2} />
        <TextField field={fields.source} label={words.sourceLabel} />
        <SubmitButton>{words.save}</SubmitButton>
      </Form>
    </Page>
  );
}

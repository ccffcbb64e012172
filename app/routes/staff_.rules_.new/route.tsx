import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { canProposeRule, placeRuleKinds, ruleKeeperRoles } from "#app/domain/place-rules/place-rule.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { rulesPlaceOf } from "../staff_.rules/rules-place.server.ts";
import { currentValues } from "./current-values.server.ts";
import { proposeFromForm } from "./propose-from-form.server.ts";
import { RuleFields, type RuleValues } from "./rule-fields.tsx";

function kindOf(url: URL) {
  const kind = placeRuleKinds.find((one) => one === url.searchParams.get("kind"));
  if (kind === undefined) throw notFound();
  return kind;
}

export const loader = guardLoader(staff(...ruleKeeperRoles), async ({ services, actor, url, t }) => {
  const kind = kindOf(url);
  const place = await rulesPlaceOf(services, actor, url.searchParams.get("region"));
  const key = url.searchParams.get("key");
  const today = dayInChina(services.clock.now());
  const isEnd = url.searchParams.get("end") === "1" && key !== null;
  return {
    page: { title: t.placeRules.proposeTitle[isEnd ? "end" : kind], isPrivate: true },
    kind,
    key,
    isEnd,
    today,
    place,
    places: place.choices.filter(({ code }) => canProposeRule(actor, code)),
    values: await currentValues(services, { kind, key, regionCode: place.code, day: today }),
  };
});

export const action = guardAction(staff(...ruleKeeperRoles), async ({ request, services, actor, url }) => {
  const kind = kindOf(url);
  const result = await proposeFromForm(services, actor, {
    formData: await request.formData(),
    kind,
    key: url.searchParams.get("key"),
    isEnd: url.searchParams.get("end") === "1",
  });
  if (result !== null) return result;
  return redirect(paths.staffRules({ list: "proposals", done: "proposed" }), 303);
});

export default function ProposeRulePage() {
  const t = useMessages();
  const words = t.placeRules;
  const { kind, key, isEnd, today, place, places, values } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<RuleValues>({
    id: "rule",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { ...values, regionCode: place.code, validFrom: today },
  });
  return (
    <Page
      title={isEnd ? words.endTitle : words.proposeTitle[kind]}
      lead={isEnd ? words.endHint : words.proposeLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffRules({ list: kind, region: place.code }), label: words.title },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={{
        regionCode: words.place,
        key: words.key,
        value: words.value,
        name: words.item,
        words: words.words,
        unit: words.unit,
        referencePriceFen: words.reference,
        ceilingFen: words.ceiling,
        word: words.word,
        kind: words.wordKind,
        severity: words.effect,
        advice: words.advice,
        validFrom: words.validFrom,
        source: words.source,
        reason: words.reason,
      }}
    >
      <Form form={form}>
        <RuleFields fields={fields} kind={kind} ruleKey={key} isEnd={isEnd} today={today} places={places} />
        <SubmitButton icon="check" wide>
          {words.submit}
        </SubmitButton>
      </Form>
    </Page>
  );
}

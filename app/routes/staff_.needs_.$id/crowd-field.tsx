import type { PovertyCause } from "#app/domain/households/household.ts";
import type { PublicationCrowd } from "#app/domain/needs/crowd-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import type { FormField } from "#app/ui/form-field.ts";
import { Banner } from "#app/ui/status.tsx";

/** The value of a form of the facts, as the command reads it. */
export function crowdValue(causes: readonly PovertyCause[]): string {
  return causes.length === 0 ? "none" : causes.join(",");
}

/** The choice that is made for the approver: the form that says most. Undefined where nothing has to change. */
export function defaultCrowdValue(crowd: PublicationCrowd | null): string | undefined {
  const [first] = crowd !== null && crowd.count < crowd.k ? crowd.forms : [];
  return first === undefined ? undefined : crowdValue(first.causes);
}

/** What the public page will say of the household, how many share it, and the coarser forms where that is too few (D4). */
export function CrowdField({ crowd, field }: { crowd: PublicationCrowd | null; field: FormField }) {
  const t = useMessages();
  const words = t.verification.crowd;
  if (crowd === null) return null;
  const causesOf = (causes: readonly PovertyCause[]) => causes.map((cause) => t.vocabulary.causes[cause]).join("、");
  const facts = (
    <>
      <p>{crowd.shown.length === 0 ? words.none : causesOf(crowd.shown)}</p>
      <p>
        {words.shown(crowd.count, crowd.k)} <span lang="zh-CN">{t.reasonableNeeds.source(crowd.source)}</span>
      </p>
    </>
  );
  if (crowd.count >= crowd.k) {
    return (
      <div>
        <h3>{words.title}</h3>
        {facts}
      </div>
    );
  }
  if (crowd.forms.length === 0) {
    return (
      <Banner tone="danger" title={words.tooSmall}>
        {facts}
        <p>{words.tooSmallHint}</p>
      </Banner>
    );
  }
  return (
    <>
      <Banner tone="warning" title={words.tooFew}>
        {facts}
      </Banner>
      <RadioGroup
        field={field}
        label={words.choose}
        hint={words.chooseHint}
        options={crowd.forms.map((form) => ({
          value: crowdValue(form.causes),
          label: form.causes.length === 0 ? words.formNone(form.count) : words.form(causesOf(form.causes), form.count),
        }))}
      />
    </>
  );
}

import type { ReactNode } from "react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { FormState } from "#app/ui/form-field.ts";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import type { FormMessages } from "#app/ui/validation-message.ts";

type StepPageProps = {
  need: { id: string; title: string; publicCode: string };
  title: string;
  lead?: string;
  form: FormState;
  labels?: Readonly<Record<string, string>>;
  /** Words of this step for codes, before those of all steps. */
  messages?: FormMessages;
  /** The evidence, beside the form on wide screens (U23). */
  aside?: ReactNode;
  isSamePerson?: boolean;
  children: ReactNode;
};

/** The frame of one step of a case: where one is, what was refused, the form, and the evidence beside it. */
export function StepPage({ need, title, lead, form, labels, messages, aside, isSamePerson, children }: StepPageProps) {
  const t = useMessages();
  return (
    <Page
      title={title}
      eyebrow={t.needsStaff.caseEyebrow(need.publicCode)}
      lead={lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeeds(), label: t.needsStaff.title },
        { to: paths.staffNeed(need.id), label: need.title },
      ]}
      form={form}
      messages={{ ...t.verification.errors, ...messages }}
      labels={labels}
      aside={aside}
      narrow={aside === undefined}
    >
      {isSamePerson ? (
        <Banner tone="warning" title={t.verification.samePerson}>
          <p>{t.verification.samePersonHint}</p>
        </Banner>
      ) : (
        children
      )}
    </Page>
  );
}

import { type ConsentField, consentFields as fieldNames } from "#app/domain/households/consent.ts";
import { type ConsentPurpose, consentPurposes } from "#app/domain/households/household.ts";
import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, CheckboxGroup, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { FileField, TextField } from "#app/ui/text-fields.tsx";
import { type HouseholdForms, isRefused } from "./household-forms.ts";

type Consent = HouseholdFile["consents"][number];
type ConsentSectionProps = { consents: readonly Consent[]; canKeep: boolean; forms: HouseholdForms };

/** Every consent with who signed, what stands, and the forms to give and to withdraw one (F11). */
export function ConsentSection({ consents, canKeep, forms }: ConsentSectionProps) {
  const t = useMessages();
  const words = t.households;
  const standing = consents.filter((one) => one.withdrawnAt === null).map((one) => one.purpose);
  const shown = consents.find((one) => one.withdrawnAt === null && one.purpose === "publish_masked")?.fields ?? [];
  // More may be shown later: the consent to publish is given anew as its next version.
  const open = consentPurposes.filter((purpose) => purpose === "publish_masked" || !standing.includes(purpose));
  const revocable = standing.filter((purpose) => purpose !== "register");
  return (
    <Section title={words.consents}>
      <ConsentTable consents={consents} />
      {canKeep && (
        <div className="no-print">
          <GiveConsent purposes={open} forms={forms} />
          {shown.length > 1 && <WithdrawFields shown={shown} forms={forms} />}
          {revocable.length > 0 && <WithdrawConsent purposes={revocable} forms={forms} />}
        </div>
      )}
    </Section>
  );
}

function ConsentTable({ consents }: { consents: readonly Consent[] }) {
  const t = useMessages();
  const words = t.households;
  const columns: Column<Consent>[] = [
    {
      key: "purpose",
      header: words.purpose,
      rowHeader: true,
      cell: (one) => (
        <>
          {t.vocabulary.consentPurposes[one.purpose]}
          {` · ${words.consentVersion(one.version)}`}
          {one.fields.length > 0 && (
            <span className="block text-sm text-muted">
              {one.fields.map((field) => t.vocabulary.consentFields[field]).join(words.comma)}
            </span>
          )}
        </>
      ),
    },
    {
      key: "signed",
      header: words.signedByName,
      cell: (one) => (
        <>
          {words.consentLine(one.signedByName, formatMinute(one.givenAt))}
          {one.isGuardian && ` · ${words.guardianLine}`}
          {` · ${t.vocabulary.consentMethods[one.method]}`}
          {one.recordedByName && ` · ${words.recordedBy(one.recordedByName)}`}
          {one.evidenceFileId && (
            <>
              {" · "}
              <a href={paths.file(one.evidenceFileId)} className="tap">
                {words.consentPaperLink}
              </a>
            </>
          )}
        </>
      ),
    },
    {
      key: "state",
      header: words.state,
      cell: (one) =>
        one.withdrawnAt === null ? (
          <StateBadge tone="success">{words.standing}</StateBadge>
        ) : (
          <StateBadge tone="neutral">{words.withdrawnAt(formatMinute(one.withdrawnAt))}</StateBadge>
        ),
    },
  ];
  return <DataTable caption={words.consents} hideCaption columns={columns} rows={consents} rowKey={(one) => one.id} />;
}

type PurposeFormProps = { purposes: readonly ConsentPurpose[]; forms: HouseholdForms };

function GiveConsent({ purposes, forms: { consent, consentFields } }: PurposeFormProps) {
  const t = useMessages();
  const words = t.households;
  return (
    <Disclosure summary={words.recordConsent} isOpen={isRefused(consent)}>
      <Form form={consent} multipart>
        <input type="hidden" name="intent" value="record_consent" />
        <RadioGroup
          field={consentFields.purpose}
          label={words.purpose}
          hint={words.recordConsentHint}
          options={purposes.map((value) => ({ value, label: t.vocabulary.consentPurposes[value] }))}
        />
        <CheckboxGroup
          field={consentFields.fields}
          label={words.consentFields}
          hint={words.consentFieldsHint}
          options={fieldNames.map((value) => ({ value, label: t.vocabulary.consentFields[value] }))}
          optional
        />
        <TextField
          field={consentFields.signedByName}
          label={words.signedByName}
          hint={words.signedByNameHint}
          autoComplete="off"
          width="medium"
        />
        <Checkbox field={consentFields.isGuardian} label={words.isGuardian} hint={words.isGuardianHint} />
        <FileField
          field={consentFields.photo}
          label={words.consentPaper}
          hint={words.consentPaperHint}
          capture="environment"
          optional
        />
        <SubmitButton tone="secondary">{words.saveConsent}</SubmitButton>
      </Form>
    </Disclosure>
  );
}

function WithdrawFields({ shown, forms }: { shown: readonly ConsentField[]; forms: HouseholdForms }) {
  const t = useMessages();
  const words = t.households;
  const { endFields, endFieldsFields } = forms;
  return (
    <Disclosure summary={words.withdrawFields} isOpen={isRefused(endFields)}>
      <Form form={endFields}>
        <input type="hidden" name="intent" value="withdraw_fields" />
        <CheckboxGroup
          field={endFieldsFields.fields}
          label={words.withdrawFields}
          hint={words.withdrawFieldsHint}
          options={shown.map((value) => ({ value, label: t.vocabulary.consentFields[value] }))}
        />
        <TextField field={endFieldsFields.reason} label={words.withdrawReason} autoComplete="off" />
        <SubmitButton tone="danger">{words.withdrawFields}</SubmitButton>
      </Form>
    </Disclosure>
  );
}

function WithdrawConsent({ purposes, forms: { endConsent, endConsentFields } }: PurposeFormProps) {
  const t = useMessages();
  const words = t.households;
  return (
    <Disclosure summary={words.withdrawConsent} isOpen={isRefused(endConsent)}>
      <Form form={endConsent}>
        <input type="hidden" name="intent" value="withdraw_consent" />
        <RadioGroup
          field={endConsentFields.purpose}
          label={words.purpose}
          hint={words.withdrawConsentHint}
          options={purposes.map((value) => ({ value, label: t.vocabulary.consentPurposes[value] }))}
        />
        <TextField field={endConsentFields.reason} label={words.withdrawReason} autoComplete="off" />
        <SubmitButton tone="danger">{words.withdrawConsent}</SubmitButton>
      </Form>
    </Disclosure>
  );
}

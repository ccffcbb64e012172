import { type SubmissionResult, useForm } from "@conform-to/react";
import { replyFor } from "#app/ui/reply-for.ts";

type ConsentValues = {
  purpose?: string;
  fields?: string[];
  signedByName?: string;
  isGuardian?: boolean;
  photo?: string;
};
type Reply = SubmissionResult<string[]> | undefined;

/** The forms of the household's page; a reply belongs to the one whose `intent` was sent. */
export function useHouseholdForms(reply: Reply) {
  const [consent, consentFields] = useForm<ConsentValues>({
    id: "record-consent",
    lastResult: replyFor(reply, "record_consent"),
  });
  const [endFields, endFieldsFields] = useForm<{ fields?: string[]; reason?: string }>({
    id: "withdraw-fields",
    lastResult: replyFor(reply, "withdraw_fields"),
  });
  const [endConsent, endConsentFields] = useForm<{ purpose?: string; reason?: string }>({
    id: "withdraw-consent",
    lastResult: replyFor(reply, "withdraw_consent"),
  });
  const [assign, assignFields] = useForm<{ responsibleUserId?: string; handOverNote?: string }>({
    id: "assign",
    lastResult: replyFor(reply, "assign"),
  });
  const [withdraw, withdrawFields] = useForm<{ reason?: string }>({
    id: "withdraw",
    lastResult: replyFor(reply, "withdraw"),
  });
  return {
    all: [consent, endFields, endConsent, assign, withdraw],
    consent,
    consentFields,
    endFields,
    endFieldsFields,
    endConsent,
    endConsentFields,
    assign,
    assignFields,
    withdraw,
    withdrawFields,
  };
}
export type HouseholdForms = ReturnType<typeof useHouseholdForms>;

/** Whether a folded form must be open: something in it was refused. */
export function isRefused(form: { allErrors: Record<string, string[]> }): boolean {
  return Object.keys(form.allErrors).length > 0;
}

import { type SubmissionResult, useForm } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { replyFor } from "#app/ui/reply-for.ts";
import { forbiddenMessages } from "../staff_.needs_.new/forbidden-messages.ts";

type Reply = SubmissionResult<string[]> | undefined;

/** The officer's forms of the case page, and the words for what their commands refuse. */
export function useOfficerForms(reply: Reply) {
  const t = useMessages();
  const [submit] = useForm<Record<string, never>>({ id: "submit", lastResult: replyFor(reply, "submit") });
  const [withdraw, withdrawFields] = useForm<{ reason: string }>({
    id: "withdraw",
    lastResult: replyFor(reply, "withdraw"),
  });
  const [photos, photoFields] = useForm<{ photos: string; alternativeText: string; showsPerson: boolean }>({
    id: "photos",
    lastResult: replyFor(reply, "add_photos"),
  });
  const [removePhoto] = useForm<Record<string, never>>({
    id: "remove-photo",
    lastResult: replyFor(reply, "remove_photo"),
  });
  const all = [submit, photos, removePhoto, withdraw];
  return {
    all,
    submit,
    withdraw,
    withdrawFields,
    photos,
    photoFields,
    labels: {
      alternativeText: t.needsStaff.alternativeText,
      photos: t.needsStaff.photos,
      reason: t.needsStaff.withdrawReason,
    },
    messages: {
      ...t.needsStaff.errors,
      ...forbiddenMessages(
        t,
        all.flatMap((form) => form.errors ?? []),
      ),
    },
  };
}
export type OfficerForms = ReturnType<typeof useOfficerForms>;

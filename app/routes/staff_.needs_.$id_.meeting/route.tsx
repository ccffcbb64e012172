import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { recordReviewMeeting } from "#app/domain/verification/record-review-meeting.server.ts";
import { reviewMeetingForm } from "#app/domain/verification/verification-form.ts";
import { checkerRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "#app/ui/status.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";
import { MeetingFields, type MeetingValues } from "./meeting-fields.tsx";

export const loader = guardLoader(staff(...checkerRoles), async (args) => {
  const { need, verification } = await loadStep(args, "meeting");
  const { meeting, earlierMeeting } = verification;
  return {
    page: { title: args.t.verification.steps.meeting.title, isPrivate: true },
    need,
    hasMeeting: meeting !== null,
    earlier: earlierMeeting,
    today: dayInChina(args.services.clock.now()),
  };
});

export const action = guardAction(staff(...checkerRoles), async ({ request, services, actor, params }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const needId = params.id ?? "";
  const at = services.clock.now();
  const form = parseForm(formData, reviewMeetingForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const result = await recordReviewMeeting(services, { needId, meeting: form.value, pictures }, actor, at);
  return answerStep(result, form, { needId, done: "meeting" });
});

export default function MeetingPage() {
  const t = useMessages();
  const words = t.verification.steps.meeting;
  const { need, hasMeeting, earlier, today } = useLoaderData<typeof loader>();
  const defaultValue = earlier
    ? {
        heldOn: earlier.heldOn,
        place: earlier.place,
        attendees: earlier.attendees,
        attendeeCount: String(earlier.attendeeCount),
        votesFor: String(earlier.votesFor),
        votesAgainst: String(earlier.votesAgainst),
        votesAbstained: String(earlier.votesAbstained),
        minutes: earlier.minutes,
      }
    : { votesAgainst: "0", votesAbstained: "0" };
  const [form, fields] = useForm<MeetingValues>({
    id: "meeting",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue,
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{
        heldOn: words.heldOn,
        place: words.place,
        attendees: words.attendees,
        attendeeCount: words.attendeeCount,
        votesFor: words.votesFor,
        votesAgainst: words.votesAgainst,
        votesAbstained: words.votesAbstained,
        minutes: words.minutes,
        photo: words.photo,
      }}
      aside={<NeedFacts need={need} />}
    >
      {hasMeeting && <Banner tone="info">{words.correction}</Banner>}
      {!hasMeeting && earlier && <Banner tone="info">{words.prefilled}</Banner>}
      <MeetingFields form={form} fields={fields} latestDay={today} />
    </StepPage>
  );
}

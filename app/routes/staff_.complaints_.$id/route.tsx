import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { isOverdue } from "#app/domain/complaints/complaint.ts";
import { complaintHandlerRoles, complaintReaderRoles } from "#app/domain/complaints/complaint-policy.ts";
import { getComplaint, listStaffOfPlace } from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner, StateBadge, Timeline } from "#app/ui/status.tsx";
import { actOnComplaint } from "./act-on-complaint.server.ts";
import { ComplaintFacts } from "./complaint-facts.tsx";
import { ComplaintForms } from "./complaint-forms.tsx";
import { FreezeList } from "./freeze-list.tsx";

export const loader = guardLoader(staff(...complaintReaderRoles), async ({ services, actor, params, url, t }) => {
  const complaint = await getComplaint(services, { complaintId: params.id ?? "", actor });
  if (complaint === null) throw notFound();
  const { db, clock } = services;
  return {
    page: { title: t.complaints.staff.caseTitle, isPrivate: true },
    complaint: {
      ...complaint,
      freezes: complaint.freezes.map((freeze) => ({ ...freeze, isMine: freeze.frozenBy === actor.userId })),
    },
    isMyAnswer: complaint.answeredBy === actor.userId,
    isLate: isOverdue(complaint, dayInChina(clock.now())),
    steps: await listTransitions(db, { noun: "complaint", subjectId: complaint.id }),
    people: complaint.mayHandle ? [...(await listStaffOfPlace(db, { regionCode: complaint.regionCode }))] : [],
    isDone: url.searchParams.has("done"),
  };
});

export const action = guardAction(staff(...complaintHandlerRoles), async ({ request, services, actor, params }) => {
  const complaintId = params.id ?? "";
  const refused = await actOnComplaint({ formData: await request.formData(), services, actor, complaintId });
  if (refused !== null) return refused;
  // Who has just written down that it is about themselves no longer sees it.
  const isStillThere = (await getComplaint(services, { complaintId, actor })) !== null;
  return redirect(
    isStillThere ? paths.staffComplaint(complaintId, { done: "1" }) : paths.staffComplaints({ done: "1" }),
    303,
  );
});

/** One complaint: its words, what it touches, its steps, and the forms for the next one. */
export default function StaffComplaintPage() {
  const t = useMessages();
  const words = t.complaints.staff;
  const { complaint, isMyAnswer, isLate, steps, people, isDone } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const eventWords: Readonly<Record<string, string>> = words.events;
  return (
    <ComplaintForms
      complaint={complaint}
      isMyAnswer={isMyAnswer}
      people={people}
      reply={reply}
      badges={
        <>
          <StateBadge tone="info">{t.complaints.states[complaint.state]}</StateBadge>
          {isLate && <StateBadge tone="danger">{words.overdue}</StateBadge>}
          {complaint.isSerious && <StateBadge tone="warning">{words.serious}</StateBadge>}
        </>
      }
      aside={<ComplaintFacts complaint={complaint} />}
      before={
        <>
          {isDone && <Banner tone="success" title={words.done} />}
          {!complaint.mayHandle && <Banner tone="info">{words.readOnly}</Banner>}
          <blockquote lang="zh-CN" className="max-w-measure border-l-4 border-line pl-4 whitespace-pre-line">
            {complaint.content}
          </blockquote>
          <FreezeList freezes={complaint.freezes} />
        </>
      }
      after={
        <Section title={words.history}>
          <Timeline
            items={steps.map((step) => ({
              id: step.id,
              title: eventWords[step.event] ?? step.event,
              time: formatMinute(step.at),
              note: (
                <>
                  {step.actorName ?? words.anonymous}
                  {step.reason && <p className="whitespace-pre-line">{step.reason}</p>}
                </>
              ),
            }))}
          />
        </Section>
      }
    />
  );
}

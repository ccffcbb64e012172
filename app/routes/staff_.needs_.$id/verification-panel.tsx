import { Link } from "@remix-run/react";
import type { VerificationCase } from "#app/domain/verification/verification-queries.server.ts";
import type { TaskStatus, VerificationTaskKey } from "#app/domain/verification/verification-tasks.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { type Task, TaskList } from "#app/ui/navigation.tsx";
import { StateBadge, type Tone } from "#app/ui/status.tsx";

const tones: Readonly<Record<TaskStatus, Tone>> = {
  done: "success",
  todo: "warning",
  waiting: "info",
  later: "neutral",
  returned: "danger",
};

/** The way village → town → county as a list of tasks (U23): what is done, what is this person's to do, and the ways out. */
export function VerificationPanel({ verification }: { verification: VerificationCase }) {
  const t = useMessages();
  const words = t.verification;
  const { need, notice, tasks, steps, forSecondPerson } = verification;
  const items: Task[] = tasks.map(({ key, status }) => ({
    id: key,
    title: words.tasks[key],
    hint: hintOf(key, verification, t),
    status: <StateBadge tone={tones[status]}>{words.statuses[status]}</StateBadge>,
    ...(status !== "done" && (steps[key] || forSecondPerson.some((step) => step === key))
      ? { to: paths.staffNeedStep(need.id, key) }
      : {}),
  }));
  return (
    <>
      <Panel title={words.tasksTitle} tone="pine">
        <TaskList tasks={items} />
        {notice && (
          <p>
            <Link to={paths.notice(notice.publicCode)} className="tap">
              {words.seeNotice}
            </Link>
          </p>
        )}
        {notice?.objections
          .filter((objection) => objection.state === "received")
          .map((objection) => (
            <p key={objection.id}>
              <Link to={paths.staffObjection(objection.id)} className="tap">
                {t.notices.staff.objectionTitle} {objection.publicCode}
              </Link>
            </p>
          ))}
      </Panel>
      {(steps.return || steps.reject || steps.resume || forSecondPerson.includes("resume")) && (
        <Panel title={steps.resume ? t.needsStaff.next : words.otherWays}>
          <p className="no-print flex flex-wrap gap-3">
            {(steps.resume || forSecondPerson.includes("resume")) && (
              <ButtonLink to={paths.staffNeedStep(need.id, "resume")}>{words.steps.resume.title}</ButtonLink>
            )}
            {steps.return && (
              <ButtonLink to={paths.staffNeedStep(need.id, "return")} tone="secondary" icon="undo-2">
                {words.steps.return.title}
              </ButtonLink>
            )}
            {steps.reject && (
              <ButtonLink to={paths.staffNeedStep(need.id, "reject")} tone="quiet" icon="ban">
                {words.steps.reject.title}
              </ButtonLink>
            )}
          </p>
        </Panel>
      )}
    </>
  );
}

function hintOf(key: VerificationTaskKey, { meeting, notice, signature }: VerificationCase, t: Messages) {
  const words = t.verification.hints;
  if (key === "meeting" && meeting) {
    return words.meeting(meeting.heldOn, words.votes(meeting.votesFor, meeting.votesAgainst, meeting.votesAbstained));
  }
  if (key === "signature" && signature) return words.signature(signature.signerName);
  if (key !== "notice" || !notice) return undefined;
  if (notice.state === "paused") return words.noticePaused;
  if (notice.state === "closed") return words.noticeClosed;
  if (notice.state === "cancelled") return undefined;
  return notice.isDue ? words.noticeDue : words.noticeRunning(notice.daysLeft);
}

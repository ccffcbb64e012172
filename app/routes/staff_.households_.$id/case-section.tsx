import type { HouseholdCase } from "#app/domain/household-cases/household-case-queries.server.ts";
import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { TaskList } from "#app/ui/navigation.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner, StateBadge, type Tone } from "#app/ui/status.tsx";

type CaseSectionProps = { file: HouseholdFile; fileCase: HouseholdCase };
type Status = "done" | "todo" | "waiting" | "later";

const way = ["applied", "reviewed", "noticed", "signed"];
const wayTasks = ["review", "notice", "sign", "approve"] as const;
const tones: Readonly<Record<Status, Tone>> = { done: "success", todo: "give", waiting: "warning", later: "neutral" };

/** Where the file stands on its way through the levels (S5), and the steps that are this reader's now. */
export function CaseSection({ file, fileCase }: CaseSectionProps) {
  const t = useMessages();
  const words = t.householdCases;
  const { notice, steps, forSecondPerson, signature } = fileCase;
  const at = way.indexOf(file.state);
  const noticeHint =
    notice &&
    {
      open: notice.isDue ? words.noticeDue : words.noticeRunning(notice.daysLeft),
      paused: words.noticePaused,
      closed: words.noticeDue,
      cancelled: undefined,
    }[notice.state];
  const statusOf = (index: number): Status => {
    if (index < at) return "done";
    if (index > at) return "later";
    return index === 2 && !notice?.isDue ? "waiting" : "todo";
  };
  const isInForce = ["active", "exit_proposed", "exit_noticed", "exited"].includes(file.state);
  return (
    <Section title={words.title} id="case">
      {at >= 0 && (
        <TaskList
          tasks={wayTasks.map((task, index) => ({
            id: task,
            title: words.tasks[task],
            hint: task === "notice" && index < at ? noticeHint : undefined,
            to: steps.includes(task) ? paths.staffHouseholdStep(file.id, task) : undefined,
            status: <StateBadge tone={tones[statusOf(index)]}>{words.statuses[statusOf(index)]}</StateBadge>,
          }))}
        />
      )}
      {isInForce && signature === null && (
        <Banner tone="warning" title={words.unsigned(file.version)}>
          <p>{words.unsignedHint}</p>
        </Banner>
      )}
      {file.helpUntil !== null && file.state === "exited" && (
        <Banner tone="success" title={words.helpUntil(file.helpUntil)} />
      )}
      {file.effectiveFrom !== null && file.state === "approved" && (
        <Banner tone="info" title={words.effectiveFrom(file.effectiveFrom)} />
      )}
      {notice && (
        <p>
          <MoreLink to={paths.notice(notice.publicCode)}>{words.seeNotice}</MoreLink>
          {noticeHint && ` · ${noticeHint}`}
        </p>
      )}
      <div className="no-print stack">
        {steps.length > 0 && (
          <div>
            <h3 className="text-lg">{words.next}</h3>
            <p className="flex flex-wrap gap-3">
              {steps.map((step) => (
                <ButtonLink key={step} to={paths.staffHouseholdStep(file.id, step)} tone="secondary">
                  {words.steps[step].title}
                </ButtonLink>
              ))}
            </p>
          </div>
        )}
        {forSecondPerson.length > 0 && (
          <Banner
            tone="info"
            title={forSecondPerson.map((step) => words.secondPerson(words.steps[step].title)).join("；")}
          >
            <p>{words.secondPersonHint}</p>
          </Banner>
        )}
        <p className="flex flex-wrap gap-3">
          <MoreLink to={paths.staffHouseholdVersions(file.id)}>
            {`${words.versions}（${words.version(file.version)}）`}
          </MoreLink>
          <MoreLink to={paths.staffHouseholdMonitoring(file.id)}>{t.monitoring.open}</MoreLink>
          <a href={paths.staffHouseholdPdf(file.id)} className="tap">
            {words.printPdf}
          </a>
        </p>
      </div>
    </Section>
  );
}

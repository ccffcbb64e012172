import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { Due } from "#app/domain/law-calendar/due.ts";
import { listDuesOfCharity } from "#app/domain/law-calendar/due-queries.server.ts";
import { listDutyRecords, listRunningProjects } from "#app/domain/law-calendar/duty-queries.server.ts";
import { charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DueTable } from "#app/ui/due-table.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { actOnDuty } from "./duty-actions.server.ts";
import { DutyForms } from "./duty-forms.tsx";

/** The charity the page is about: the one of the address, or the reader's first. */
function charityOf(actor: SignedInActor, url: URL) {
  const mine = charitiesOf(actor);
  const asked = url.searchParams.get("charity");
  const charity = asked === null ? mine[0] : mine.find(({ id }) => id === asked);
  if (charity === undefined) throw notFound();
  return charity;
}

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  const { id: organizationId, name } = charityOf(actor, url);
  const today = dayInChina(services.clock.now());
  return {
    page: { title: t.lawCalendar.org.title, isPrivate: true },
    name,
    lastYear: Number(today.slice(0, 4)) - 1,
    dues: await listDuesOfCharity(services.db, { organizationId, today }),
    projects: await listRunningProjects(services.db, { organizationId }),
    records: await listDutyRecords(services.db, { organizationId }),
    today,
    done: url.searchParams.get("done") === "1",
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url }) => {
  const { id: organizationId } = charityOf(actor, url);
  const refused = await actOnDuty({ formData: await request.formData(), services, actor, organizationId });
  return refused ?? redirect(paths.organizationDuties({ charity: organizationId, done: "1" }), 303);
});

function linkOf({ target }: Due): string | null {
  return target.kind === "organization" ? paths.organization(target.id) : null;
}

export default function DutiesPage() {
  const t = useMessages();
  const words = t.lawCalendar;
  const { name, dues, projects, records, lastYear, today, done } = useLoaderData<typeof loader>();
  const published = records.filter((record) => record.doneOn !== null);
  return (
    <Page
      title={words.org.title}
      eyebrow={name}
      lead={words.org.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
    >
      {done && <Banner tone="success" title={words.org.done} />}
      <DueTable dues={dues} linkOf={linkOf} />
      <DutyForms
        projects={projects}
        lastYear={lastYear}
        today={today}
        open={records.filter((record) => record.rule === "partner_evaluation" && record.doneOn === null)}
      />
      {published.length > 0 && (
        <Section title={words.org.lastOnes}>
          <ul className="stack">
            {published.map((record) => (
              <li key={record.id} className="max-w-measure">
                <p>
                  <b>{words.rules[record.rule]}</b> · {record.needTitle ?? record.subject} ·{" "}
                  {words.disclosedOn(record.doneOn ?? "")}
                </p>
                <p lang="zh-CN">{record.statement}</p>
                {record.recordUrl !== null && (
                  <p>
                    <a href={record.recordUrl} rel="noopener noreferrer nofollow" className="tap">
                      {words.fullText}
                    </a>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

import { and, eq, isNotNull, sql } from "drizzle-orm";
import { regions } from "#db/schema/regions.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Reminds an organization of people who wait for its answer past the stated time (Q14). Null when all have been answered meanwhile. */
export async function signupsUnansweredMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [project] = await db
    .select({
      id: volunteerProjects.id,
      title: volunteerProjects.title,
      regionName: regions.shortName,
      waiting: sql<number>`count(*)::int`,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .innerJoin(regions, eq(regions.code, volunteerProjects.regionCode))
    .where(
      and(
        eq(volunteerProjects.id, parameters.projectId ?? ""),
        eq(volunteerSignups.state, "applied"),
        isNotNull(volunteerSignups.nudgedAt),
      ),
    )
    .groupBy(volunteerProjects.id, volunteerProjects.title, regions.shortName);
  if (!project) return null;
  const words = t.mails.signupsUnanswered;
  const heading = words.heading(project.waiting, project.title);
  return {
    subject: heading,
    body: (
      <MailLayout
        language={language}
        preview={heading}
        heading={heading}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailFacts
          facts={[
            [t.volunteers.org.project, project.title],
            [t.volunteers.region, project.regionName],
          ]}
        />
        <MailText>{words.stated}</MailText>
        <MailLink href={`${baseUrl}/org/volunteer-projects/${project.id}`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}

import { eq } from "drizzle-orm";
import { hoursText } from "#app/domain/volunteers/volunteer-hours.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Answers a volunteer (Q14): a seat offered or over, accepted, declined, or hours confirmed. Null when the sign-up has moved on meanwhile. */
export async function volunteerSignupMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [signup] = await db
    .select({
      state: volunteerSignups.state,
      offeredUntil: volunteerSignups.offeredUntil,
      confirmedMinutes: volunteerSignups.confirmedMinutes,
      startsAt: volunteerShifts.startsAt,
      title: volunteerProjects.title,
      place: volunteerProjects.place,
      code: volunteerProjects.publicCode,
      organizationName: organizations.name,
    })
    .from(volunteerSignups)
    .innerJoin(volunteerShifts, eq(volunteerShifts.id, volunteerSignups.shiftId))
    .innerJoin(volunteerProjects, eq(volunteerProjects.id, volunteerShifts.projectId))
    .innerJoin(organizations, eq(organizations.id, volunteerProjects.organizationId))
    .where(eq(volunteerSignups.id, parameters.signupId ?? ""));
  if (!signup || signup.state !== parameters.state) return null;
  const words = t.mails.volunteerSignup;
  const answers: Readonly<Record<string, string>> = {
    offered: words.offered(signup.title),
    lapsed: words.lapsed(signup.title),
    accepted: words.accepted(signup.title),
    declined: words.declined(signup.title),
    hours_confirmed: words.confirmed(signup.title, hoursText(signup.confirmedMinutes ?? 0)),
  };
  const answer = answers[signup.state];
  if (answer === undefined) return null;
  return {
    subject: answer,
    body: (
      <MailLayout
        language={language}
        preview={answer}
        heading={answer}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailFacts
          facts={[
            [t.volunteers.by, signup.organizationName],
            [t.volunteers.mine.time, formatMinute(signup.startsAt)],
            [t.volunteers.place, signup.place],
          ]}
        />
        {signup.state === "offered" && signup.offeredUntil !== null && (
          <MailText>{words.takeUntil(formatMinute(signup.offeredUntil))}</MailText>
        )}
        {signup.state === "accepted" && <MailText>{words.cannotCome}</MailText>}
        <MailLink href={`${baseUrl}/me/volunteering`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}

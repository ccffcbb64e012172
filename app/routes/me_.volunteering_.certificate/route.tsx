import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { hoursText } from "#app/domain/volunteers/volunteer-hours.ts";
import { getOwnVolunteer, listOwnSignups } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay, formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => {
  const entry = await getOwnVolunteer(services.db, services.sealer, { userId: actor.userId });
  const signups = await listOwnSignups(services.db, { userId: actor.userId });
  return {
    page: { title: t.volunteers.certificate.title, isPrivate: true },
    name: entry?.realName ?? "",
    today: dayInChina(services.clock.now()),
    confirmed: signups.filter((one) => one.state === "hours_confirmed" && (one.confirmedMinutes ?? 0) > 0),
  };
});

/** A certificate to print (S75, L15): free of charge, confirmed hours only. */
export default function VolunteerCertificatePage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.volunteers.certificate;
  const { name, today, confirmed } = useLoaderData<typeof loader>();
  const minutes = confirmed.reduce((sum, one) => sum + (one.confirmedMinutes ?? 0), 0);
  return (
    <Page title={words.title} breadcrumbs={[{ to: paths.myVolunteering(), label: t.volunteers.mine.title }]} narrow>
      {confirmed.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <>
          <p className="max-w-measure text-lg">{words.statement(name, hoursText(minutes), confirmed.length)}</p>
          <DataTable
            caption={words.title}
            hideCaption
            rows={confirmed}
            rowKey={(row) => row.id}
            columns={[
              { key: "project", header: t.volunteers.mine.project, cell: (row) => row.projectTitle, rowHeader: true },
              { key: "organization", header: words.organization, cell: (row) => row.organizationName },
              { key: "time", header: t.volunteers.mine.time, cell: (row) => formatMinute(row.startsAt) },
              {
                key: "hours",
                header: t.volunteers.mine.confirmed,
                cell: (row) => t.volunteers.mine.hours(hoursText(row.confirmedMinutes ?? 0)),
              },
            ]}
          />
          <p>{words.issued(formatDay(locale, today))}</p>
        </>
      )}
      <p className="text-sm text-muted">{words.only}</p>
    </Page>
  );
}

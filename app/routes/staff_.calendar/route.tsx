import { useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { Due } from "#app/domain/law-calendar/due.ts";
import { listDues } from "#app/domain/law-calendar/due-queries.server.ts";
import { dueReaderRoles } from "#app/domain/law-calendar/law-calendar-policy.ts";
import { missingHolidayYear } from "#app/domain/working-days.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DueTable } from "#app/ui/due-table.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";

/** What is due in the reader's subtree, overdue first (D11). */
export const loader = guardLoader(staff(...dueReaderRoles), async ({ services, actor, t }) => {
  const today = dayInChina(services.clock.now());
  return {
    page: { title: t.lawCalendar.title, isPrivate: true },
    dues: await listDues(services.db, { actor, today }),
    missingYear: missingHolidayYear(today),
  };
});

function linkOf({ target }: Due): string | null {
  if (target.kind === "need") return paths.staffNeed(target.id);
  if (target.kind === "objection") return paths.staffObjection(target.id);
  if (target.kind === "complaint") return paths.staffComplaint(target.id);
  return target.kind === "organization" ? paths.staffOrganization(target.id) : null;
}

export default function CalendarPage() {
  const t = useMessages();
  const words = t.lawCalendar;
  const { dues, missingYear } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      {missingYear !== null && <Banner tone="warning" title={words.holidaysMissing(missingYear)} />}
      <DueTable dues={dues} linkOf={linkOf} />
    </Page>
  );
}

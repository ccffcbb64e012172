import { useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listStaffWork } from "#app/domain/desk/staff-work-queries.server.ts";
import { refundReaderRoles } from "#app/domain/donations/refund.ts";
import { erasureReaderRoles } from "#app/domain/erasures/erasure-policy.ts";
import { householdReaderRoles } from "#app/domain/households/household-policy.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { dueReaderRoles } from "#app/domain/law-calendar/law-calendar-policy.ts";
import { ruleReaderRoles } from "#app/domain/place-rules/place-rule.ts";
import { importerRoles } from "#app/domain/register-imports/import-policy.ts";
import { roleReaderRoles } from "#app/domain/roles/role.ts";
import { visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type LinkItem, LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { WorkList } from "#app/ui/work-list.tsx";
import { listQueueGroups } from "./queue-tiles.server.ts";
import { QueueTiles } from "./queue-tiles.tsx";
import { toWorkLines } from "./work-lines.ts";

export const loader = guardLoader(anyStaff, async ({ services, actor, t }) => ({
  page: { title: t.staff.title, isPrivate: true },
  name: actor.displayName,
  roles: [...new Set(actor.grants.map((grant) => t.staff.roles[grant.role]))],
  work: toWorkLines(
    await listStaffWork(services.db, { actor, now: services.clock.now(), today: dayInChina(services.clock.now()) }),
    { t, now: services.clock.now() },
  ),
  groups: await listQueueGroups({ services, actor, t }),
  keptVillages: await listKeptVillages(services.db, actor),
  isReader: actor.grants.some((grant) => householdReaderRoles.some((role) => role === grant.role)),
  isAdministrator: actor.grants.some((grant) => grant.role === "platform_admin"),
  mayVisit: actor.grants.some((grant) => visitorRoles.some((role) => role === grant.role)),
  mayErase: actor.grants.some((grant) => erasureReaderRoles.some((role) => role === grant.role)),
  isDueReader: actor.grants.some((grant) => dueReaderRoles.some((role) => role === grant.role)),
  isRoleReader: actor.grants.some((grant) => roleReaderRoles.some((role) => role === grant.role)),
  isRuleReader: actor.grants.some((grant) => ruleReaderRoles.some((role) => role === grant.role)),
  mayImport: actor.grants.some((grant) => importerRoles.some((role) => role === grant.role)),
  mayWatchMoney: actor.grants.some((grant) => refundReaderRoles.some((role) => role === grant.role)),
}));

export default function StaffHome() {
  const t = useMessages();
  const {
    name,
    roles,
    work,
    groups,
    keptVillages,
    isReader,
    isAdministrator,
    mayVisit,
    mayImport,
    mayWatchMoney,
    isRoleReader,
    isRuleReader,
    isDueReader,
    mayErase,
  } = useLoaderData<typeof loader>();
  const shortcuts: LinkItem[] = [];
  if (keptVillages.length > 0) {
    shortcuts.push(
      { to: paths.staffHouseholdNew(), label: t.staff.registerHousehold, note: t.staff.registerHouseholdHint },
      { to: paths.staffNeedNew(), label: t.staff.draftVillageNeed, note: t.staff.draftVillageNeedHint },
    );
  }
  if (mayVisit) shortcuts.push({ to: paths.field(), label: t.visits.openPhoneApp, note: t.visits.openPhoneAppHint });
  if (isReader) {
    shortcuts.push(
      { to: paths.staffHouseholds(), label: t.staff.allHouseholds },
      { to: paths.staffNeeds(), label: t.staff.allNeeds },
      { to: paths.staffVisits(), label: t.visits.title },
      { to: paths.staffVisitsDue(), label: t.visits.dueTitle },
    );
  }
  if (isAdministrator) shortcuts.push({ to: paths.staffAccounts(), label: t.staffAccounts.title });
  if (isAdministrator) shortcuts.push({ to: paths.matchWeightsChange(), label: t.matching.weights.changeTitle });
  if (isDueReader) shortcuts.push({ to: paths.staffCalendar(), label: t.lawCalendar.title });
  if (isRoleReader) shortcuts.push({ to: paths.staffRoles(), label: t.roles.title });
  if (mayErase) shortcuts.push({ to: paths.staffErasure(), label: t.reveals.due.link });
  if (isRuleReader) shortcuts.push({ to: paths.staffRules(), label: t.placeRules.title });
  if (mayImport)
    shortcuts.push({ to: paths.staffImports(), label: t.registerImports.title, note: t.registerImports.lead });
  if (mayWatchMoney) shortcuts.push({ to: paths.staffRefunds(), label: t.refunds.staffLink });
  return (
    <Page title={t.staff.title} eyebrow={roles.join(" · ")} lead={t.staff.greeting(name)}>
      {groups.length === 0 ? (
        <EmptyState title={t.staff.nothingToDo}>{t.staff.nothingToDoHint}</EmptyState>
      ) : (
        <>
          <Section title={t.desk.today}>
            <WorkList lines={work} />
          </Section>
          <Section title={t.desk.others}>
            <QueueTiles groups={groups} />
          </Section>
        </>
      )}
      {shortcuts.length > 0 && (
        <Section title={t.staff.shortcuts}>
          <LinkList items={shortcuts} />
        </Section>
      )}
    </Page>
  );
}

import { dayInChina } from "#app/domain/clock.ts";
import type { RoleGrant } from "#app/domain/roles/role-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DescriptionList } from "#app/ui/table.tsx";
import { placeWords, untilWords } from "./role-words.ts";

/** A role as it was given: what, where, from when to when, by whom and why. */
export function RoleFacts({ role, withEmail = false }: { role: RoleGrant; withEmail?: boolean }) {
  const t = useMessages();
  const words = t.roles;
  const optional = (term: string, details: string | null) => (details ? [{ term, details }] : []);
  return (
    <DescriptionList
      items={[
        { term: words.role, details: t.staff.roles[role.role] },
        { term: words.place, details: placeWords(t, role) },
        ...(withEmail ? [{ term: words.email, details: <span className="break-all">{role.email}</span> }] : []),
        { term: words.since, details: dayInChina(role.validFrom) },
        { term: words.until, details: untilWords(t, role) },
        { term: words.givenBy, details: role.givenBy ?? words.byOperator },
        ...optional(words.approvedBy, role.approvedBy),
        ...optional(words.reason, role.reason),
        ...optional(words.endedBy, role.endedBy),
        ...optional(words.endReason, role.endReason),
      ]}
    />
  );
}

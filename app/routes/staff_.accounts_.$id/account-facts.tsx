import { Link } from "@remix-run/react";
import type { StaffAccount } from "#app/domain/accounts/staff-account-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DescriptionList } from "#app/ui/table.tsx";

/** Whose account it is, what it holds and whether it may sign in. */
export function AccountFacts({ account }: { account: StaffAccount }) {
  const t = useMessages();
  const words = t.staffAccounts;
  const roles = account.roles.map(({ id, role, regionCode, placeName }) => (
    <li key={id}>
      <Link to={paths.staffRole(id)} className="tap">
        {t.staff.roles[role]} · {regionCode === "" ? t.placeRules.country : (placeName ?? regionCode)}
      </Link>
    </li>
  ));
  const names = account.memberOf.map(({ name }) => name).join("、");
  return (
    <DescriptionList
      items={[
        { term: words.email, details: <span className="break-all">{account.email}</span> },
        { term: t.roles.title, details: roles.length > 0 ? <ul>{roles}</ul> : words.noRoles },
        ...(names === "" ? [] : [{ term: words.organizations, details: names }]),
        { term: words.secondFactor, details: account.hasSecondFactor ? words.secondFactorOn : words.secondFactorOff },
        { term: words.since, details: dayInChina(account.createdAt) },
        ...(account.isDisabled
          ? [
              { term: words.disabledBy, details: account.disabledBy ?? words.byOperator },
              ...(account.disabledAt ? [{ term: words.disabledAt, details: formatMinute(account.disabledAt) }] : []),
              ...(account.disableReason ? [{ term: words.disableReason, details: account.disableReason }] : []),
            ]
          : []),
      ]}
    />
  );
}

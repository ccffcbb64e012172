import { staffRoles } from "#app/domain/actor.ts";
import type { RoleFilter } from "#app/domain/roles/role-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SubmitButton } from "#app/ui/form.tsx";

type RoleFilterFormProps = {
  filter: RoleFilter;
  found: string | undefined;
  choices: readonly { code: string; name: string }[];
  /** The reader may see the whole country: the way back to it. */
  hasCountry: boolean;
};

/** Place and role: by GET, so that the address is the view; who is looked for stays sealed in it (F14). */
export function RoleFilterForm({ filter, found, choices, hasCountry }: RoleFilterFormProps) {
  const t = useMessages();
  const words = t.roles;
  return (
    <form method="get" action={paths.staffRoles()} role="search" className="no-print flex flex-wrap items-end gap-4">
      {found !== undefined && <input type="hidden" name="found" value={found} />}
      {filter.isEnded && <input type="hidden" name="view" value="ended" />}
      {choices.length > 1 && (
        <label className="grid min-w-0 gap-1 font-bold" htmlFor="roles-region">
          {words.place}
          <select
            id="roles-region"
            name="region"
            defaultValue={filter.regionCode}
            className="field-input w-auto max-w-full"
          >
            {hasCountry && <option value="">{t.placeRules.country}</option>}
            {choices.map((region) => (
              <option key={region.code} value={region.code}>
                {region.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="grid gap-1 font-bold" htmlFor="roles-role">
        {words.role}
        <select id="roles-role" name="role" defaultValue={filter.role ?? ""} className="field-input w-auto">
          <option value="">{words.anyRole}</option>
          {staffRoles.map((role) => (
            <option key={role} value={role}>
              {t.staff.roles[role]}
            </option>
          ))}
        </select>
      </label>
      <SubmitButton tone="secondary">{t.households.narrow}</SubmitButton>
    </form>
  );
}

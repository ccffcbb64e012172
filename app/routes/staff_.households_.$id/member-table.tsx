import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { guardianInWords } from "#app/i18n/guardian-words.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { Masked } from "./masked.tsx";

type Member = HouseholdFile["members"][number];

type MemberTableProps = {
  members: readonly Member[];
  former: readonly Member[];
  householdId: string;
  canReveal: boolean;
  canKeep: boolean;
};

/** Everybody on the file; ID numbers are masked (F8). */
export function MemberTable({ members, former, householdId, canReveal, canKeep }: MemberTableProps) {
  const t = useMessages();
  const words = t.households;
  const specialOf = (member: Member) =>
    [
      member.isStudent && words.isStudent,
      member.isDisabled && words.isDisabled,
      member.hasChronicIllness && words.hasChronicIllness,
    ]
      .filter(Boolean)
      .join(" · ");
  const idNumberOf = (member: Member) => {
    if (member.idNumberMasked === null) return "—";
    const field = `id_number-${members.indexOf(member)}`;
    const revealTo = canReveal ? paths.staffHouseholdReveal(householdId, { field }) : null;
    return <Masked mask={member.idNumberMasked} revealTo={revealTo} />;
  };
  const specialCell = (member: Member) => {
    const to = (kind: string) =>
      canReveal ? paths.staffHouseholdReveal(householdId, { field: `${kind}-${members.indexOf(member)}` }) : null;
    const guardian = member.guardianMasked;
    return (
      <ul className="list-none">
        <li>{specialOf(member) || "—"}</li>
        {member.hasDiagnosis && (
          <li>
            {words.diagnosis} <Masked mask="****" revealTo={to("diagnosis")} />
          </li>
        )}
        {guardian && (
          <li>
            {words.guardianName} <Masked mask={guardianInWords(t, guardian)} revealTo={to("guardian")} />
          </li>
        )}
        {member.isGuardianMissing && <li className="text-warning">{words.guardianMissing}</li>}
      </ul>
    );
  };
  const columns: Column<Member>[] = [
    { key: "name", header: words.name, cell: (member) => member.name, rowHeader: true },
    { key: "relation", header: words.relation, cell: (member) => t.vocabulary.relations[member.relation] },
    { key: "gender", header: words.gender, cell: (member) => t.vocabulary.genders[member.gender] },
    { key: "birth", header: words.birthDate, cell: (member) => `${member.birthDate} (${words.age(member.age)})` },
    { key: "id", header: words.idNumber, cell: idNumberOf },
    {
      key: "labour",
      header: words.labourAbility,
      cell: (member) => t.vocabulary.labourAbilities[member.labourAbility],
    },
    { key: "special", header: words.special, cell: specialCell },
  ];
  return (
    <Section title={words.members}>
      <DataTable caption={words.members} hideCaption columns={columns} rows={members} rowKey={(member) => member.id} />
      {former.length > 0 && (
        <Disclosure summary={t.members.former}>
          <ul>
            {former.map(({ id, name, leaveReason, leftOn }) => (
              <li key={id}>
                {t.members.formerLine(
                  name,
                  leaveReason === null ? "" : t.members.leaveReasons[leaveReason],
                  leftOn ?? "",
                )}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {canKeep && <MoreLink to={paths.staffHouseholdMembers(householdId)}>{t.members.open}</MoreLink>}
    </Section>
  );
}

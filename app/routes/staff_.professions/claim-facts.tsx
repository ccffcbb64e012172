import type { listClaimedProfessions } from "#app/domain/pairings/professional-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DescriptionList } from "#app/ui/table.tsx";

type Claim = Awaited<ReturnType<typeof listClaimedProfessions>>[number];

/** What was claimed, to be compared with the papers. */
export function ClaimFacts({ claim }: { claim: Claim }) {
  const words = useMessages().deeds.professions;
  const grade = claim.hospitalGrade === null ? words.unknown : words.grades[claim.hospitalGrade];
  return (
    <DescriptionList
      items={[
        { term: words.profession, details: words.professions[claim.profession] },
        { term: words.rank, details: words.titles[claim.title] },
        { term: words.field, details: claim.field },
        ...(claim.hospitalName === null
          ? []
          : [{ term: words.gradeOf, details: words.doctorOf(claim.hospitalName, grade) }]),
      ]}
    />
  );
}

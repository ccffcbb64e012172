import { Link } from "@remix-run/react";
import type { VisitDetails } from "#app/domain/visits/visit-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** Everything that was said, and what it corrects or what corrects it. */
export function VisitFacts({ visit }: { visit: VisitDetails }) {
  const words = useMessages().visits;
  const lacking = visit.lackingAssurances.map((one) => words.assuranceWords[one]).join(" ");
  return (
    <>
      {visit.correctsId !== null && (
        <p>
          {words.correctsThis} {visit.correctionReason}{" "}
          <MoreLink to={paths.staffVisit(visit.correctsId)}>{words.seeOther}</MoreLink>
        </p>
      )}
      {visit.correctedById !== null && (
        <p>
          {words.correctedBy} <MoreLink to={paths.staffVisit(visit.correctedById)}>{words.seeOther}</MoreLink>
        </p>
      )}
      <DescriptionList
        items={[
          {
            term: words.household,
            details:
              visit.householdId === null ? (
                words.villageVisit
              ) : (
                <Link to={paths.staffHousehold(visit.householdId)}>{visit.headName}</Link>
              ),
          },
          { term: words.visitedAt, details: formatMinute(visit.visitedAt) },
          { term: words.visitor, details: [visit.visitorName, visit.companions].filter(Boolean).join("、") },
          { term: words.place, details: words.places[visit.place] },
          { term: words.metWith, details: words.partners[visit.metWith] },
          { term: words.found, details: <span className="whitespace-pre-line">{visit.found}</span> },
          {
            term: words.assurances,
            details: !visit.hasCheckedAssurances
              ? words.notChecked
              : lacking === ""
                ? words.allFine
                : `${words.lackingAssurances}：${lacking}`,
          },
          {
            term: words.nextStep,
            details: visit.nextStep === "" ? words.noNextStep : `${visit.nextStep}（${visit.nextStepOn}）`,
          },
          { term: words.source, details: words.sources[visit.source] },
          { term: words.receivedAt, details: formatMinute(visit.receivedAt) },
        ]}
      />
      {visit.photoCount > 0 && <p>{words.photosToCome(visit.storedPhotoCount, visit.photoCount)}</p>}
      <div className="grid gap-4 sm:grid-cols-2">
        {visit.photos.map(({ id, fileId, position }) => (
          <img
            key={id}
            src={paths.file(fileId)}
            alt={words.photoAlt(position + 1)}
            width={720}
            height={480}
            loading="lazy"
            className="photo photo-lead"
          />
        ))}
      </div>
    </>
  );
}

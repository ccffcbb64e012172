import type { ReactNode } from "react";
import { staff } from "#app/auth/policies.ts";
import { assurances, visitPartners, visitPlaces } from "#app/domain/visits/visit.ts";
import { visitReaderRoles } from "#app/domain/visits/visit-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = guardLoader(staff(...visitReaderRoles), ({ t }) => ({
  page: { title: t.visits.paperTitle, isPrivate: true },
}));

/** The questions of the visit form in the same order, empty, for one sheet of A4 (U40). Typed in later as 纸质表补录. */
export default function PaperVisitPage() {
  const t = useMessages();
  const words = t.visits;
  const boxes = (labels: readonly string[]) => labels.map((label) => `□ ${label}`).join("　");
  const lines: readonly (readonly [string, ReactNode])[] = [
    [words.village, " "],
    [words.paperGroup, " "],
    [words.paperHouseholdCode, " "],
    [words.visitedOn, "　　　　　-　　　-　　　"],
    [words.visitedTime, "　　　:　　　"],
    [words.place, boxes(visitPlaces.map((one) => words.places[one]))],
    [words.metWith, boxes(visitPartners.map((one) => words.partners[one]))],
    [words.companions, " "],
    [words.found, <span key="found" className="block min-h-32" />],
    [words.assurances, `□ ${words.hasCheckedAssurances}`],
    [words.lackingAssurances, boxes(assurances.map((one) => words.assuranceWords[one]))],
    [words.nextStep, <span key="next" className="block min-h-10" />],
    [words.nextStepOn, "　　　　　-　　　-　　　"],
    [words.paperSignature, <span key="signature" className="block min-h-10" />],
  ];
  return (
    <Page
      title={words.paperTitle}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffVisits(), label: words.title },
      ]}
    >
      <p className="no-print text-muted">{words.print}</p>
      <p className="no-print">{words.paperLead}</p>
      <table className="table">
        <caption className="sr-only">{words.paperTitle}</caption>
        <tbody>
          {lines.map(([label, box]) => (
            <tr key={label}>
              <th scope="row" className="w-medium">
                {label}
              </th>
              <td>{box}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Page>
  );
}

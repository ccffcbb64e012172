import { Link } from "@remix-run/react";
import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import type { RecordedStep } from "#app/domain/transition-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "#app/ui/status.tsx";

type CaseBannersProps = {
  need: StaffNeed;
  history: readonly RecordedStep[];
  done: string | null;
  isConsentMissing: boolean;
};

/** After a step of the verification: the queue it came from, for the next case (U23). */
const queueAfter: ReadonlyMap<string, string> = new Map([
  ["checked", "submitted"],
  ["noticed", "checked"],
  ["published", "noticed"],
  ["resumed", "suspended"],
]);

/** What was just done, why a returned need came back, and what is still missing. */
export function CaseBanners({ need, history, done, isConsentMissing }: CaseBannersProps) {
  const t = useMessages();
  const words = t.needsStaff;
  const doneWords = new Map<string, string>([
    ["draft_saved", words.draftSaved],
    ["saved", words.saved],
    ["submitted", words.submitted],
    ["withdrawn", words.withdrawn],
    ["photos_added", words.photosAdded],
    ["photo_removed", words.photoRemoved],
    ...Object.entries(t.verification.done),
  ]);
  const doneWord = done === null ? undefined : doneWords.get(done);
  const nextQueue = done === null ? undefined : queueAfter.get(done);
  const lastReturn = history.filter((step) => step.event === "return").at(-1);
  return (
    <>
      {doneWord && (
        <Banner tone={done === "step_closed" ? "warning" : "success"} title={doneWord}>
          {nextQueue && (
            <Link to={paths.staffNeeds({ queue: nextQueue })} className="tap">
              {t.verification.nextCase}
            </Link>
          )}
        </Banner>
      )}
      {need.state === "returned" && (
        <Banner tone="warning" title={words.returnedTitle}>
          {lastReturn?.reason && <p>{words.reason(lastReturn.reason)}</p>}
          <p>{words.returnedHint}</p>
        </Banner>
      )}
      {isConsentMissing && need.householdId !== null && (
        <Banner tone="warning" title={words.consentWarning}>
          <Link to={paths.staffHousehold(need.householdId)} className="tap">
            {words.toHousehold}
          </Link>
        </Banner>
      )}
    </>
  );
}

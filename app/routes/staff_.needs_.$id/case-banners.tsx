import type { NeedState } from "#app/domain/needs/need.ts";
import type { RecordedStep } from "#app/domain/transition-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "#app/ui/status.tsx";

type CaseBannersProps = { state: NeedState; history: readonly RecordedStep[]; done: string | null };

/** What was just done, and why a returned need came back. */
export function CaseBanners({ state, history, done }: CaseBannersProps) {
  const t = useMessages();
  const words = t.needsStaff;
  const doneWords = new Map([
    ["draft_saved", words.draftSaved],
    ["saved", words.saved],
    ["submitted", words.submitted],
    ["withdrawn", words.withdrawn],
    ["photos_added", words.photosAdded],
    ["photo_removed", words.photoRemoved],
  ]);
  const doneWord = done === null ? undefined : doneWords.get(done);
  const lastReturn = history.filter((step) => step.event === "return").at(-1);
  return (
    <>
      {doneWord && <Banner tone="success" title={doneWord} />}
      {state === "returned" && (
        <Banner tone="warning" title={words.returnedTitle}>
          {lastReturn?.reason && <p>{words.reason(lastReturn.reason)}</p>}
          <p>{words.returnedHint}</p>
        </Banner>
      )}
    </>
  );
}

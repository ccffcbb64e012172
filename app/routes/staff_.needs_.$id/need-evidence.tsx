import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { NeedItems } from "./need-items.tsx";
import { NeedTexts } from "./need-texts.tsx";

/** What is to be compared: words, budget and pictures of the need, as on its case. */
export function NeedEvidence({ need }: { need: StaffNeed }) {
  const t = useMessages();
  return (
    <>
      <NeedTexts need={need} />
      <NeedItems need={need} />
      {need.photos.length > 0 && (
        <Section title={t.needsStaff.photos}>
          <ul className="card-grid">
            {need.photos.map((photo) => (
              <li key={photo.fileId}>
                <a href={paths.file(photo.fileId)}>
                  <img
                    src={paths.file(photo.fileId)}
                    alt={photo.alternativeText}
                    width={photo.widthPixels ?? 720}
                    height={photo.heightPixels ?? 480}
                    loading="lazy"
                    className="w-full rounded-md"
                  />
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

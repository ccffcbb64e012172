import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { QrCode } from "#app/ui/print.tsx";
import type { NeedPageData } from "./need-page.server.ts";

/** Village, household, more of the place. */
export function NeedLinks({ need }: Pick<NeedPageData, "need">) {
  const t = useMessages();
  const words = t.publicNeeds;
  return (
    <Section title={words.more} id="more">
      <LinkList
        items={[
          { to: paths.village(need.regionCode), label: words.seeVillage(need.villageName) },
          ...(need.householdCode ? [{ to: paths.household(need.householdCode), label: words.seeHousehold }] : []),
          { to: paths.needs({ region: need.regionCode }), label: words.seeRegion(need.villageName) },
        ]}
      />
    </Section>
  );
}

/** The short address to pass on, and a QR code that is still there on paper (U19). */
export function ShareBox({ url, qr }: { url: string; qr: { path: string; size: number } }) {
  const t = useMessages();
  return (
    <Section title={t.publicNeeds.share} id="share">
      <div className="flex flex-wrap gap-6">
        <QrCode path={qr.path} size={qr.size} caption={url} />
        <div className="min-w-0 flex-1">
          <p className="max-w-measure">{t.publicNeeds.shareText}</p>
          <button
            type="button"
            className="button button-secondary mt-3"
            data-copy={url}
            data-copied={t.layout.copied}
            hidden
          >
            {t.publicNeeds.copyLink}
          </button>
        </div>
      </div>
    </Section>
  );
}

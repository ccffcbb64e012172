import type { RevealKind } from "#app/domain/reveals/reveal-form.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";

type RevealedProps = {
  revealed: {
    kind: RevealKind;
    personName: string;
    value: string;
    mark: { name: string; time: string; reason: string };
  };
  back: string;
};

/** The value under a watermark of who saw it, when and why: a photograph of the screen or a print carries it (F8). */
export function Revealed({ revealed, back }: RevealedProps) {
  const words = useMessages().reveals;
  const { kind, personName, value } = revealed;
  const mark = words.mark(revealed.mark.name, revealed.mark.time, revealed.mark.reason);
  return (
    <Page title={words.of(words.kinds[kind], personName)} lead={words.shownTitle} narrow>
      <div className="panel relative overflow-hidden">
        <svg className="absolute inset-0 h-full w-full text-muted" aria-hidden="true" focusable="false">
          <defs>
            <pattern id="mark" width="360" height="56" patternUnits="userSpaceOnUse" patternTransform="rotate(-12)">
              <text x="0" y="28" fontSize="13" fill="currentColor" fillOpacity="0.35">
                {mark}
              </text>
            </pattern>
          </defs>
          <rect width="100%" height="100%" fill="url(#mark)" />
        </svg>
        <p className="figure relative py-8 text-center text-2xl [overflow-wrap:anywhere]">{value}</p>
        <p className="relative text-sm text-muted">{mark}</p>
      </div>
      <p className="no-print">
        <ButtonLink to={back}>{words.back}</ButtonLink>
      </p>
    </Page>
  );
}

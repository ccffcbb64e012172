import type { getCallbackFigures } from "#app/domain/callbacks/callback-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";

type Figures = Awaited<ReturnType<typeof getCallbackFigures>>;

/** Drawn, reached, agreed, differed (D6). */
export function CallbackFigures({ figures }: { figures: Figures }) {
  const words = useMessages().callbacks.public.figures;
  return (
    <StatFigures small>
      <StatFigure value={figures.drawn} label={words.drawn} />
      <StatFigure value={figures.reached} label={words.reached} />
      <StatFigure value={figures.confirmed} label={words.confirmed} />
      <StatFigure value={figures.mismatched} label={words.mismatched} />
    </StatFigures>
  );
}

/** The same among the ledger's sections, once something was drawn. */
export function CallbackSection({ figures }: { figures: Figures }) {
  const words = useMessages().callbacks.public;
  if (figures.drawn === 0) return null;
  return (
    <Section id="callbacks" title={words.title} lead={words.lead}>
      <CallbackFigures figures={figures} />
      <p>
        <MoreLink to={paths.ledgerCallbacks()}>{words.all}</MoreLink>
      </p>
    </Section>
  );
}

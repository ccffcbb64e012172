import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import drawingUrl from "./home-drawing.svg?url&no-inline";

/** The first view: one sentence, a search, two ways on, and the knot that holds village and town together. */
export function Hero() {
  const t = useMessages();
  return (
    <div className="border-b border-line bg-surface">
      <div className="wrap hero">
        <div className="min-w-0 py-8 md:py-12">
          <h1 className="text-3xl md:text-4xl">
            {/* Whole phrases: a line never breaks inside a word. */}
            {t.home.title.split(/(?<=，)/u).map((phrase) => (
              <span key={phrase} className="inline-block">
                {phrase}
              </span>
            ))}
          </h1>
          <p className="mt-3 max-w-measure text-lg text-muted">{t.home.lead}</p>
          <div className="mt-6">
            <SearchBox
              label={t.home.searchLabel}
              placeholder={t.publicNeeds.searchPlaceholder}
              action={paths.needs()}
              text=""
              isLarge
            />
          </div>
          <p className="flex flex-wrap items-center gap-x-4">
            <span className="text-muted">{t.publicNeeds.try}</span>
            {t.publicNeeds.suggestions.map((word) => (
              <Link key={word} to={paths.needs({ q: word })} className="tap">
                {word}
              </Link>
            ))}
          </p>
          <p className="mt-4 flex flex-wrap gap-3">
            <ButtonLink to={paths.needs()} tone="give" icon="hand-heart">
              {t.home.seeNeeds}
            </ButtonLink>
            <ButtonLink to={paths.ways()} tone="secondary">
              {t.home.seeWays}
            </ButtonLink>
          </p>
        </div>
        <img src={drawingUrl} alt="" width={560} height={400} className="hero-drawing" />
      </div>
    </div>
  );
}

import { Link } from "@remix-run/react";
import type { ReactNode } from "react";

type CardProps = {
  to: string;
  title: ReactNode;
  /** Photo or drawing on top. */
  media?: ReactNode;
  /** Small words above the title: village, kind. */
  eyebrow?: ReactNode;
  /** Facts below a hairline: amounts, days left. */
  footer?: ReactNode;
  badges?: ReactNode;
  /** h3 by default; h2 where the page has no section above the cards. */
  heading?: "h2" | "h3";
  children?: ReactNode;
};

/** A card is one link (U17): the title's link covers all of it. Put no other link inside. */
export function Card({ to, title, media, eyebrow, footer, badges, heading: Heading = "h3", children }: CardProps) {
  return (
    <article className="card">
      {media}
      <div className="flex flex-1 flex-col gap-1 p-4">
        {eyebrow && <p className="text-sm text-muted">{eyebrow}</p>}
        <Heading className="text-lg">
          <Link to={to} className="card-link">
            {title}
          </Link>
        </Heading>
        {badges && <p className="my-1 flex flex-wrap gap-2">{badges}</p>}
        {children}
        {footer && <div className="mt-auto pt-3">{footer}</div>}
      </div>
    </article>
  );
}

/** Cards side by side, as many as fit; `wide` for cards of text. */
export function CardGrid({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={wide ? "card-grid card-grid-wide" : "card-grid"}>{children}</div>;
}

/** A framed part that is no link: a summary, a side note. */
export function Panel({ title, tone, children }: { title?: ReactNode; tone?: "give" | "pine"; children: ReactNode }) {
  const edge = tone === "give" ? "border-t-give" : tone === "pine" ? "border-t-pine" : "border-t-line";
  return (
    <div className={`panel ${edge} ${tone ? "border-t-4" : ""}`}>
      {title && <h2 className="text-lg">{title}</h2>}
      {children}
    </div>
  );
}

type StatFigureProps = {
  /** The number with its unit, already formatted, e.g. 5,020,000.00 元. */
  value: ReactNode;
  label: ReactNode;
  note?: ReactNode;
  /** Makes the label a link. */
  to?: string;
};

/** One large number with what it counts. Put several in `StatFigures`. */
export function StatFigure({ value, label, note, to }: StatFigureProps) {
  return (
    <div className="stat">
      <dt className="text-muted">{to ? <Link to={to}>{label}</Link> : label}</dt>
      <dd className="figure text-2xl font-bold text-pine md:text-3xl">{value}</dd>
      {note && <dd className="text-sm text-muted">{note}</dd>}
    </div>
  );
}

/** `small`: short figures, two beside each other on phones. */
export function StatFigures({ small, children }: { small?: boolean; children: ReactNode }) {
  return <dl className={small ? "stats stats-small" : "stats"}>{children}</dl>;
}

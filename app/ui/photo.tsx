import type { NeedCategory } from "#app/domain/needs/need.ts";
import drawingsUrl from "./drawings.svg?url&no-inline";

type PhotoProps = {
  /** The address of the picture; without one the drawing of the category is shown (U17). */
  src?: string | null;
  /** What is to be seen; empty for the drawing, which says nothing new. */
  alt?: string;
  category: NeedCategory;
  /** `card` 3:2 on cards; `lead` large on a page. */
  size?: "card" | "lead";
  /** The first picture of a page is not put off. */
  isFirst?: boolean;
};

/** A photo, or the fixed drawing of its category: never a stock picture, never an empty frame. */
export function Photo({ src, alt = "", category, size = "card", isFirst }: PhotoProps) {
  if (!src) return <CategoryDrawing category={category} size={size} />;
  return (
    <img
      src={src}
      alt={alt}
      width={720}
      height={480}
      loading={isFirst ? "eager" : "lazy"}
      decoding="async"
      className={`photo photo-${size}`}
    />
  );
}

/** The line drawing of a need category, from the sprite `drawings.svg`. */
export function CategoryDrawing({
  category,
  size = "card",
}: {
  category: NeedCategory;
  size?: "card" | "lead" | "small";
}) {
  return (
    <svg
      className={`photo photo-${size}`}
      viewBox="0 0 240 160"
      width="240"
      height="160"
      aria-hidden="true"
      focusable="false"
    >
      <use href={`${drawingsUrl}#${category}`} />
    </svg>
  );
}

import spriteUrl from "./icons.svg?url&no-inline";

/** The icons of the sprite `icons.svg`: one cached file, so that an icon costs a page 60 bytes. Add a `<symbol>` there to add one. */
export type IconName =
  | "a-large-small"
  | "arrow-left"
  | "arrow-right"
  | "badge-check"
  | "ban"
  | "book-open"
  | "briefcase"
  | "building-2"
  | "calendar"
  | "camera"
  | "chart-column"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "circle"
  | "circle-check"
  | "circle-dot"
  | "circle-x"
  | "clock"
  | "coins"
  | "copy"
  | "download"
  | "external-link"
  | "eye"
  | "file-text"
  | "flag"
  | "hand-coins"
  | "hand-heart"
  | "handshake"
  | "heart-handshake"
  | "hourglass"
  | "house"
  | "image"
  | "info"
  | "languages"
  | "link"
  | "list-checks"
  | "lock"
  | "log-in"
  | "log-out"
  | "mail"
  | "map-pin"
  | "megaphone"
  | "menu"
  | "message-square"
  | "minus"
  | "package"
  | "pause"
  | "pencil"
  | "phone"
  | "plus"
  | "printer"
  | "qr-code"
  | "rotate-ccw"
  | "scroll-text"
  | "search"
  | "share-2"
  | "shield-check"
  | "shopping-basket"
  | "sprout"
  | "trash-2"
  | "triangle-alert"
  | "truck"
  | "undo-2"
  | "user"
  | "users"
  | "wrench"
  | "x";

type IconProps = {
  name: IconName;
  /** Extra classes; the size follows the text unless they say otherwise. */
  className?: string;
};

/** A line icon in the colour of the text. Always beside words (U45), so it is hidden from readers. */
export function Icon({ name, className }: IconProps) {
  return (
    <svg className={className ? `icon ${className}` : "icon"} aria-hidden="true" focusable="false">
      <use href={`${spriteUrl}#${name}`} />
    </svg>
  );
}

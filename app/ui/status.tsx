import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "neutral" | "info" | "success" | "warning" | "danger" | "give";

const toneIcons: Readonly<Record<Tone, IconName>> = {
  neutral: "circle",
  info: "info",
  success: "circle-check",
  warning: "clock",
  danger: "triangle-alert",
  give: "hand-heart",
};

/** A state in an icon and words, never by colour alone (U45). */
export function StateBadge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      <Icon name={icon ?? toneIcons[tone]} />
      {children}
    </span>
  );
}

type BannerProps = { tone: Exclude<Tone, "neutral" | "give">; title?: ReactNode; children?: ReactNode };

/** A message of the page: done, warning, refused. Successes after a redirect use `tone="success"`. */
export function Banner({ tone, title, children }: BannerProps) {
  return (
    <div className={`banner tone-${tone}`} role={tone === "danger" ? "alert" : "status"}>
      <Icon name={tone === "warning" ? "triangle-alert" : toneIcons[tone]} className="mt-1" />
      <div className="min-w-0 text-ink">
        {title && <p className="font-bold">{title}</p>}
        {children}
      </div>
    </div>
  );
}

type EmptyStateProps = {
  title: ReactNode;
  /** What to do next. */
  children?: ReactNode;
  actions?: ReactNode;
  icon?: IconName;
};

/** Nothing here: says why, and what to do next. */
export function EmptyState({ title, children, actions, icon = "sprout" }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Icon name={icon} className="h-10 w-10 text-pine" />
      <p className="text-lg font-bold">{title}</p>
      {children && <div className="max-w-measure text-muted">{children}</div>}
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
    </div>
  );
}

export type TimelineItem = {
  /** Stable key. */
  id: string;
  title: ReactNode;
  /** A day or time, already formatted. */
  time?: ReactNode;
  /** Who, and a reason. */
  note?: ReactNode;
  status?: "done" | "current" | "coming";
};

/** The history of a state, oldest first, and what comes next. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="timeline">
      {items.map(({ id, title, time, note, status = "done" }) => (
        <li key={id} className={`timeline-${status}`} aria-current={status === "current" ? "step" : undefined}>
          <Icon name={status === "done" ? "circle-check" : status === "current" ? "circle-dot" : "circle"} />
          <div>
            <span className="font-bold">{title}</span>
            {time && <span className="ml-3 text-sm text-muted">{time}</span>}
            {note && <div className="text-sm text-muted">{note}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

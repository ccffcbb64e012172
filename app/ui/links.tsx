import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { buttonClass } from "./form.tsx";
import { Icon, type IconName } from "./icon.tsx";

type ButtonLinkProps = {
  to: string;
  children: ReactNode;
  /** `give` only where the person gives. */
  tone?: "primary" | "give" | "secondary" | "danger" | "quiet";
  icon?: IconName;
  wide?: boolean;
};

/** A link that looks like a button: for going somewhere. What changes something is a `SubmitButton`. */
export function ButtonLink({ to, children, tone = "primary", icon, wide }: ButtonLinkProps) {
  return (
    <Link to={to} className={wide ? `${buttonClass(tone)} w-full sm:w-auto` : buttonClass(tone)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

/** A link that says where it goes, with an arrow. */
export function MoreLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="tap font-bold">
      {children}
      <Icon name="arrow-right" />
    </Link>
  );
}

/** `key` where two lines may lead to the same page. */
export type LinkItem = { to: string; label: ReactNode; note?: ReactNode; key?: string };

/** A plain list of links with large targets and hairlines. */
export function LinkList({ items }: { items: readonly LinkItem[] }) {
  return (
    <ul className="border-t border-line">
      {items.map((item) => (
        <li key={item.key ?? item.to} className="border-b border-line">
          <Link to={item.to} className="flex min-h-target items-center justify-between gap-4 py-2 no-underline">
            <span className="underline">{item.label}</span>
            {item.note && <span className="text-right text-sm text-muted">{item.note}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

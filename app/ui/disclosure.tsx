import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type DisclosureProps = {
  summary: ReactNode;
  /** Open from the start: something inside was typed or refused. */
  isOpen?: boolean;
  /** Not on paper. */
  noPrint?: boolean;
  children: ReactNode;
};

/** A part that is seldom needed, folded under one line; native, so it opens without JavaScript. */
export function Disclosure({ summary, isOpen, noPrint, children }: DisclosureProps) {
  return (
    <details className={noPrint ? "no-print" : undefined} open={isOpen}>
      <summary className="tap gap-2 font-bold text-pine underline">
        <Icon name="chevron-down" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}

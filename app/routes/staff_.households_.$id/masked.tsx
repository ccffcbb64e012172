import { Link } from "@remix-run/react";
import { useMessages } from "#app/i18n/use-messages.ts";

/** A masked number, and the way to the whole one for who may have it: with a reason, on the record (F8). */
export function Masked({ mask, revealTo }: { mask: string; revealTo: string | null }) {
  const t = useMessages();
  return (
    <>
      <span className="figure">{mask}</span>
      {revealTo && (
        <>
          {" "}
          <Link className="no-print tap" to={revealTo}>
            {t.reveals.show}
          </Link>
        </>
      )}
    </>
  );
}

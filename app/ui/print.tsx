import type { ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Logo } from "./logo.tsx";

/** Above the content on paper only: who publishes, which number, when printed (U29). */
export function PrintHeader({ number, asOf }: { number?: ReactNode; asOf: string }) {
  const t = useMessages();
  return (
    <div className="print-only">
      <p className="flex items-center gap-3">
        <Logo />
        <span>
          <b>{t.common.siteFullName}</b>
          <br />
          {number && <>{number} · </>}
          {t.common.asOf(asOf)}
        </span>
      </p>
    </div>
  );
}

/** A QR code as path data (from `qrcode` on the server) with the address in words below. */
export function QrCode({ path, size, caption }: { path: string; size: number; caption: ReactNode }) {
  return (
    <figure className="w-short text-center">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        width="160"
        height="160"
        className="mx-auto bg-white"
        role="img"
        aria-label="QR"
      >
        <path d={path} stroke="#000" shapeRendering="crispEdges" />
      </svg>
      <figcaption className="text-sm text-muted [overflow-wrap:anywhere]">{caption}</figcaption>
    </figure>
  );
}

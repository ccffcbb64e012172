import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { QrCode } from "#app/ui/print.tsx";

export type ShownSlip = { code: string; url: string; qr: { path: string; size: number }; phone: string | null };

/** The recipient's slip: printed and handed over, and shown only once (D6). */
export function Slip({ slip }: { slip: ShownSlip }) {
  const words = useMessages().disbursements.slip;
  return (
    <Panel title={words.title} tone="give">
      <p className="no-print">
        {words.lead} {words.print}
      </p>
      <p className="mt-3 text-muted">{words.code}</p>
      <p className="figure text-3xl font-bold">{slip.code}</p>
      <p className="mt-3 max-w-measure">{words.how}</p>
      {slip.phone && (
        <p>
          {words.phone} {slip.phone}
        </p>
      )}
      <QrCode path={slip.qr.path} size={slip.qr.size} caption={slip.url} />
    </Panel>
  );
}

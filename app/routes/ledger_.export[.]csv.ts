import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { anyone } from "#app/auth/policies.ts";
import { journalPerAddress } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { exportLedger } from "#app/domain/public-ledger/export-ledger.server.ts";
import { parseMovementFilter } from "#app/domain/public-ledger/movement.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";

/** The public journal as a file, streamed; the same filters as the page (U28). */
export const loader = guardLoader(anyone, async ({ services, url, t, context }) => {
  await enforceRateLimit(services, journalPerAddress, context.clientAddress);
  const columns = t.ledger.exportColumns;
  const csv = exportLedger(services.db, {
    filter: parseMovementFilter(url.searchParams),
    words: {
      columns: [
        columns.sequence,
        columns.time,
        columns.kind,
        columns.lot,
        columns.description,
        columns.account,
        columns.accountKind,
        columns.legalPerson,
        columns.place,
        columns.sideLot,
        columns.debit,
        columns.credit,
      ],
      kinds: t.ledger.transactionKinds,
      accountKinds: t.ledger.accountKinds,
      hiddenNeed: t.ledger.movements.hiddenNeed,
    },
  });
  return new Response(createReadableStreamFromReadable(Readable.from(csv)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="jiedui-ledger-${dayInChina(services.clock.now())}.csv"`,
      "Cache-Control": "no-store",
    },
  });
});

import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { anyone } from "#app/auth/policies.ts";
import { journalPerAddress } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { exportChain } from "#app/domain/proof/export-chain.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";

/** The whole chain for `verify.mjs` (D2, D3), streamed. `?after=1234` goes on after that position where a download broke off. */
export const loader = guardLoader(anyone, async ({ services, url, context }) => {
  await enforceRateLimit(services, journalPerAddress, context.clientAddress);
  const asked = url.searchParams.get("after") ?? "0";
  if (!/^\d{1,15}$/.test(asked)) throw new Response(null, { status: 400, statusText: "Bad Request" });
  const at = services.clock.now();
  const lines = exportChain(services.db, { after: BigInt(asked), baseUrl: services.env.baseUrl, at });
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Content-Disposition": `attachment; filename="jiedui-ledger-${dayInChina(at)}.jsonl"`,
      "Cache-Control": "no-store",
    },
  });
});

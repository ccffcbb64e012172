import { anyone } from "#app/auth/policies.ts";
import { getGiftProof } from "#app/domain/proof/root-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";

/** A proof reads a whole day of the chain. */
const proofLimit = { name: "gift-proof", limit: 60, windowSeconds: 3600 };

/**
 * The proof that a gift is part of a published root (D3), for whoever holds the receipt's address. It names no donor and does not hold that
 * address, so it may be handed on to an auditor.
 */
export const loader = guardLoader(anyone, async ({ services, params, context }) => {
  await enforceRateLimit(services, proofLimit, context.clientAddress);
  const proof = await getGiftProof(services.db, { donationId: params.id ?? "" });
  if (proof === null) throw notFound();
  const name = proof.status === "published" ? `jiedui-proof-${proof.position}.json` : "jiedui-proof.json";
  return new Response(`${JSON.stringify({ format: "jiedui-receipt-proof", version: 1, ...proof }, null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
    },
  });
});

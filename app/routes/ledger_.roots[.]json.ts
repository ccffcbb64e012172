import { anyone } from "#app/auth/policies.ts";
import { listRoots } from "#app/domain/proof/root-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";

/** Every published root, one line each: small enough to keep, and to compare with what is downloaded later. */
export const loader = guardLoader(anyone, async ({ services }) => {
  const roots = (await listRoots(services.db)).map((root) => JSON.stringify(root)).join(",\n");
  return new Response(`{"format":"jiedui-ledger-roots","version":1,"roots":[\n${roots}\n]}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store",
      "Access-Control-Allow-Origin": "*",
    },
  });
});

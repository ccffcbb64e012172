import { staff } from "#app/auth/policies.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { type FieldData, fieldListDays } from "#app/domain/visits/field-answers.ts";
import { listFieldHouseholds } from "#app/domain/visits/field-queries.server.ts";
import { visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";

/** What the phone app takes along before the signal is gone: as little as a visit needs (U39). Never stored by a cache of the browser. */
export const loader = guardLoader(staff(...visitorRoles), async ({ services, actor }) => {
  const { db } = services;
  const data: FieldData = {
    userId: actor.userId,
    displayName: actor.displayName,
    villages: await listKeptVillages(db, actor),
    households: await listFieldHouseholds(db, actor),
    keepDays: fieldListDays,
  };
  return Response.json(data, { headers: { "Cache-Control": "no-store" } });
});

import { parseWithZod } from "@conform-to/zod/v4";
import { staff } from "#app/auth/policies.ts";
import { visitsPerAccount } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { VisitAnswer } from "#app/domain/visits/field-answers.ts";
import { listStoredPhotoIds } from "#app/domain/visits/field-queries.server.ts";
import { recordVisit } from "#app/domain/visits/record-visit.server.ts";
import { arrivedState } from "#app/domain/visits/visit.ts";
import { phoneVisitForm, visitForm } from "#app/domain/visits/visit-form.ts";
import { visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { guardAction } from "#app/http/guard.server.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";

function answer(body: VisitAnswer, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** A visit from the phone's queue, as often as the phone likes: one row for its id (D8, U35). */
export const action = guardAction(staff(...visitorRoles), async ({ request, services, actor }) => {
  await enforceRateLimit(services, visitsPerAccount, actor.userId);
  const at = services.clock.now();
  const formData = await request.formData();
  const visit = parseWithZod(formData, { schema: visitForm(dayInChina(at)) });
  const phone = parseWithZod(formData, { schema: phoneVisitForm });
  if (phone.status === "success" && phone.value.visitedBy !== actor.userId)
    return answer({ outcome: "other_person" }, 409);
  if (visit.status !== "success" || phone.status !== "success") {
    const codes = [visit, phone].flatMap((one) => (one.status === "success" ? [] : Object.entries(one.error ?? {})));
    const said = codes.map(([field, list]) => [field, list ?? []] as const);
    return answer({ outcome: "returned", codes: Object.fromEntries(said) }, 422);
  }
  const { photoCount } = phone.value;
  const params = { visit: visit.value, source: "phone" as const, pictures: [], photosToCome: photoCount };
  const result = await recordVisit(services, params, actor, at);
  if (!result.ok) return answer({ outcome: "returned", codes: { "": [result.code] } }, 422);
  const storedPhotoCount = (await listStoredPhotoIds(services.db, result.value.visitId)).length;
  const state = arrivedState({ photoCount, storedPhotoCount });
  return answer({ outcome: "kept", state, conflict: result.value.conflict });
});

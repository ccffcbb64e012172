import { parseWithZod } from "@conform-to/zod/v4";
import { staff } from "#app/auth/policies.ts";
import type { PhotoAnswer } from "#app/domain/visits/field-answers.ts";
import { receivePhotoChunk } from "#app/domain/visits/receive-photo-chunk.server.ts";
import { photoChunkForm } from "#app/domain/visits/visit-form.ts";
import { visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { guardAction } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";

function answer(body: PhotoAnswer, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** One piece of a photo from the phone's queue; the answer says from where to go on (U35). */
export const action = guardAction(staff(...visitorRoles), async ({ request, services, actor }) => {
  const { formData, pictures } = await readFormWithPictures(request);
  const piece = parseWithZod(formData, { schema: photoChunkForm });
  const [bytes] = pictures;
  if (piece.status !== "success" || bytes === undefined)
    return answer({ outcome: "returned", code: "unreadable" }, 422);
  const result = await receivePhotoChunk(services, { input: piece.value, bytes }, actor, services.clock.now());
  if (result.ok) return answer({ outcome: "progress", ...result.value });
  if (result.code === "damaged_on_the_way") return answer({ outcome: "again" });
  return answer({ outcome: "returned", code: result.code }, 422);
});

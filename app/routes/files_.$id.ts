import { anyone } from "#app/auth/policies.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";

/**
 * A picture, after asking the record it hangs on who may see it now (G2). Never stored by shared caches: a withdrawn consent takes the
 * picture back at once (F11). A public one may be re-used by the same browser for a minute, a private one not at all (F14).
 */
export const loader = guardLoader(anyone, async ({ services, actor, params, request }) => {
  const file = await getFileForActor(services.db, { fileId: params.id ?? "", actor });
  if (file === null) throw notFound();
  const headers = new Headers({
    "Content-Type": file.mediaType,
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": file.isPublic ? "private, max-age=60" : "private, no-store",
    ETag: `"${file.storageKey}"`,
  });
  if (file.isPublic && request.headers.get("If-None-Match") === headers.get("ETag")) {
    return new Response(null, { status: 304, headers });
  }
  const bytes = await services.files.read(file.storageKey);
  if (bytes === null) throw notFound();
  headers.set("Content-Length", String(bytes.length));
  return new Response(new Uint8Array(bytes), { headers });
});

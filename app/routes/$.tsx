import { anyone } from "#app/auth/policies.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";

/** Every address that is none of ours: through a loader, so that the 404 page knows language, text size and who is signed in. */
export const loader = guardLoader(anyone, () => {
  throw notFound();
});

export default function NotFound() {
  return null;
}

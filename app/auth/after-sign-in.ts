import { paths } from "#app/http/paths.ts";
import { safeNextPath } from "#app/http/safe-path.ts";

/** Where one goes after signing in: back to the page that asked for it, else to one's own work. */
export function pathAfterSignIn(next: string | null, person: { isStaff: boolean; hasOrganization: boolean }): string {
  const own = person.isStaff ? paths.staffHome() : person.hasOrganization ? paths.organizationHome() : paths.me();
  const path = safeNextPath(next, own);
  // The sign-in link of the home page: nobody signs in to see the home page again.
  return path === paths.home() ? own : path;
}

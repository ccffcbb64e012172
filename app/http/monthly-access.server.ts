import type { Actor } from "#app/domain/actor.ts";
import { manageLinkSeconds, signManageLink } from "#app/domain/monthly-gifts/manage-link.server.ts";
import { canManageMonthlyGift } from "#app/domain/monthly-gifts/monthly-gift-policy.ts";
import { getMonthlyGift, type MonthlyGiftDetails } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import { readCookie, setCookie } from "./cookies.ts";

/** How long a browser that opened a link, or began a gift, may go on without it; the link itself stays good for its 30 days. */
const browserHours = 2;

type Access = Pick<Services, "db" | "sealer" | "clock" | "env">;
type Visitor = { actor: Actor; request: Request };

/** The monthly gift for its signed-in owner, or for a browser that holds its link; null for everybody else, and when there is none. */
export async function getMonthlyGiftFor(
  services: Access,
  { actor, request }: Visitor,
  monthlyGiftId: string,
): Promise<MonthlyGiftDetails | null> {
  const gift = await getMonthlyGift(services.db, { monthlyGiftId });
  if (gift === null) return null;
  const key = readCookie(request.headers.get("Cookie"), cookieName(gift.id));
  const holdsLink = manageLinkSeconds(services.sealer, gift.id, key, services.clock.now()) > 0;
  return canManageMonthlyGift(actor, gift, holdsLink) ? gift : null;
}

/** `Set-Cookie` for whoever opened the link of a mail; null when the key does not open this gift. */
export function openedLinkCookie(services: Access, monthlyGiftId: string, key: string): string | null {
  const isGood = manageLinkSeconds(services.sealer, monthlyGiftId, key, services.clock.now()) > 0;
  return isGood ? startedGiftCookie(services, monthlyGiftId) : null;
}

/** `Set-Cookie` for whoever has just begun this gift: the same browser goes on to pay, and comes back. */
export function startedGiftCookie(services: Access, monthlyGiftId: string): string {
  const maxAgeSeconds = browserHours * 3600;
  const key = signManageLink(services.sealer, monthlyGiftId, services.clock.now(), maxAgeSeconds * 1000);
  const isSecure = services.env.baseUrl.startsWith("https:");
  return setCookie(cookieName(monthlyGiftId), key, { isSecure, isHttpOnly: true, maxAgeSeconds });
}

function cookieName(monthlyGiftId: string): string {
  return `monthly-${monthlyGiftId}`;
}

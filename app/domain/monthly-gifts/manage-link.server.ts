import { timingSafeEqual } from "node:crypto";
import type { Sealer } from "#db/sealer.server.ts";

const linkDays = 30;

/**
 * The key in a guest's link to one monthly gift: when it ends, and an HMAC over gift and end (Q6). It opens this gift and nothing else,
 * and cannot change the e-mail address.
 */
export function signManageLink(sealer: Sealer, giftId: string, at: Date, lifetimeMs = linkDays * 86_400_000): string {
  const expires = Math.floor((at.getTime() + lifetimeMs) / 1000);
  return `${expires}.${macOf(sealer, giftId, expires)}`;
}

/** Seconds a key for this gift is still good for; 0 when it is no key for it, altered or over. */
export function manageLinkSeconds(sealer: Sealer, giftId: string, key: string | null | undefined, at: Date): number {
  const [expiresText = "", mac = ""] = (key ?? "").split(".", 2);
  if (!/^[1-9]\d{0,11}$/.test(expiresText)) return 0;
  const expires = Number(expiresText);
  const expected = Buffer.from(macOf(sealer, giftId, expires));
  const given = Buffer.from(mac);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 0;
  return Math.max(0, expires - Math.floor(at.getTime() / 1000));
}

/** The gift's id has one length, so that id and end cannot be shifted into each other. */
function macOf(sealer: Sealer, giftId: string, expires: number): string {
  return sealer.blindIndex(`${giftId}${expires}`, "monthly-gift-link");
}

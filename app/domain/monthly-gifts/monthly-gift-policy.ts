import type { Actor } from "../actor.ts";

/**
 * Who may see and change a monthly gift: the person who gives it, signed in, or whoever holds its signed link (Q6). Nobody else: neither
 * staff nor the charity, which sees numbers only.
 */
export function canManageMonthlyGift(actor: Actor, gift: { userId: string | null }, holdsLink: boolean): boolean {
  return holdsLink || (actor.kind === "user" && gift.userId !== null && actor.userId === gift.userId);
}

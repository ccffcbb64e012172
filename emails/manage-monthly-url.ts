import { signManageLink } from "#app/domain/monthly-gifts/manage-link.server.ts";
import type { MailContext } from "./mail-content.ts";

/** The donor's own address for one monthly gift, good for 30 days from the mail on: no sign-in, whoever asks (Q6). */
export function manageMonthlyUrl(
  { sealer, baseUrl, at }: Pick<MailContext, "sealer" | "baseUrl" | "at">,
  giftId: string,
) {
  return `${baseUrl}/monthly/${giftId}?key=${signManageLink(sealer, giftId, at)}`;
}

import type { Actor } from "#app/domain/actor.ts";
import { getDonationDraft } from "#app/domain/donations/donation-form-queries.server.ts";
import type { NoGiftReason } from "#app/domain/donations/giving-conditions.ts";
import { startDonation } from "#app/domain/donations/start-donation.server.ts";
import { getMonthlyGiftDraft } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { type MonthlyGiftInput, startMonthlyGift } from "#app/domain/monthly-gifts/start-monthly-gift.server.ts";
import { ok, type Result } from "#app/domain/result.ts";
import { getMonthlyGiftFor, startedGiftCookie } from "#app/http/monthly-access.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type Started = { checkPath: string; headers: Record<string, string> };

/** Starts what the form asks for; the browser that began a monthly gift may go on with it without a link. */
export async function startGift(
  services: Services,
  frequency: "once" | "monthly",
  input: MonthlyGiftInput,
  actor: Actor,
): Promise<Result<Started, NoGiftReason | "not_found" | "surplus_not_offered">> {
  const at = services.clock.now();
  if (frequency === "once") {
    const once = await startDonation(services.db, input, actor, at);
    return once.ok ? ok({ checkPath: paths.donationCheck(once.value.donationId), headers: {} }) : once;
  }
  const monthly = await startMonthlyGift(services.db, input, actor, at);
  if (!monthly.ok) return monthly;
  const { monthlyGiftId } = monthly.value;
  const headers = { "Set-Cookie": startedGiftCookie(services, monthlyGiftId) };
  return ok({ checkPath: paths.monthlyGiftCheck(monthlyGiftId), headers });
}

type DraftRequest = { actor: Actor; request: Request; query: URLSearchParams; needId: string };

/** What was typed before, for the way back from the check page. No nonce: it is on its way to the provider, a change makes a new gift (B9). */
export async function getDraft(services: Services, { actor, request, query, needId }: DraftRequest) {
  const monthlyGiftId = query.get("monthly") ?? "";
  if (monthlyGiftId !== "") {
    const isTheirs = (await getMonthlyGiftFor(services, { actor, request }, monthlyGiftId)) !== null;
    return isTheirs ? getMonthlyGiftDraft(services.db, { monthlyGiftId, needId }) : null;
  }
  const draft = await getDonationDraft(services.db, { donationId: query.get("donation") ?? "", needId });
  if (draft === null) return null;
  return {
    formNonce: draft.state === "started" ? draft.formNonce : null,
    values: { frequency: "once", ...draft.values },
  };
}

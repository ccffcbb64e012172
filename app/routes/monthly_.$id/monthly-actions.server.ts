import { data, redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { changeMonthlyGift } from "#app/domain/monthly-gifts/change-monthly-gift.server.ts";
import { monthlyAmountForm } from "#app/domain/monthly-gifts/monthly-gift-form.ts";
import { openCardPage } from "#app/domain/monthly-gifts/open-card-page.server.ts";
import { type FormReply, parseForm } from "#app/http/forms.server.ts";
import { startedGiftCookie } from "#app/http/monthly-access.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type RefusalCode = "unavailableCard" | "refused" | "not_allowed";
/** Why nothing was changed: the amount's form again, or what the provider or the gift's state said. */
type MonthlyReply = { result?: FormReply["result"]; code?: RefusalCode };
type Redirect = ReturnType<typeof redirect>;
type Refusal = ReturnType<typeof data<MonthlyReply>>;
type Asked = { monthlyGiftId: string; formData: FormData };

const simpleKinds = ["pause", "resume", "cancel"] as const;

/** Does what a button of the manage page asks for. Without an answer of the provider the wish is kept: the page says that it is on its way. */
export async function actOnMonthlyGift(
  services: Services,
  { monthlyGiftId, formData }: Asked,
  actor: Actor,
): Promise<Redirect | Refusal> {
  const intent = String(formData.get("intent"));
  if (intent === "card") return replaceCard(services, monthlyGiftId, actor);
  const kind = simpleKinds.find((one) => one === intent);
  if (kind !== undefined) return change(services, { monthlyGiftId, kind }, actor);
  const form = parseForm(formData, monthlyAmountForm);
  if (!form.ok) return form.reply;
  return change(services, { monthlyGiftId, kind: "amount", amountFen: form.value.amount }, actor);
}

async function change(
  services: Services,
  wanted: Parameters<typeof changeMonthlyGift>[2],
  actor: Actor,
): Promise<Redirect | Refusal> {
  const result = await changeMonthlyGift(services.db, services.payments, wanted, actor, services.clock.now());
  if (result.ok) return redirect(paths.monthlyGift(wanted.monthlyGiftId, { done: wanted.kind }), 303);
  if (result.code === "unavailable") return redirect(paths.monthlyGift(wanted.monthlyGiftId), 303);
  return refuse(result.code === "refused" ? "refused" : "not_allowed", 409);
}

async function replaceCard(services: Services, monthlyGiftId: string, actor: Actor): Promise<Redirect | Refusal> {
  const back = (done?: string) => `${services.env.baseUrl}${paths.monthlyGift(monthlyGiftId, { done })}`;
  const page = await openCardPage(
    services.db,
    services.payments,
    { monthlyGiftId, successUrl: back("card"), cancelUrl: back() },
    actor,
    services.clock.now(),
  );
  // Typing a card takes its time: the way back must still be open then.
  const headers = { "Set-Cookie": startedGiftCookie(services, monthlyGiftId) };
  if (page.ok) return redirect(page.value.url, { status: 303, headers });
  if (page.code === "unavailable") return refuse("unavailableCard", 503);
  return refuse(page.code === "refused" ? "refused" : "not_allowed", 409);
}

function refuse(code: RefusalCode, status: number): Refusal {
  return data<MonthlyReply>({ code }, { status });
}

import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { makeMoneyPledge } from "#app/domain/pledges/make-money-pledge.server.ts";
import { makePledge } from "#app/domain/pledges/make-pledge.server.ts";
import { pledgeItemForm, pledgeMoneyForm } from "#app/domain/pledges/pledge-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";

type PledgeArgs = { formData: FormData; services: Services; actor: Actor; needCode: string; t: Messages };

/** An item promised, or, where the form names no item, money intended. The ticked words are kept with the pledge (L12). */
export async function pledgeToNeed(args: PledgeArgs) {
  return args.formData.get("intent") === "money" ? pledgeMoney(args) : pledgeItem(args);
}

async function pledgeItem({ formData, services, actor, needCode, t }: PledgeArgs) {
  const at = services.clock.now();
  const form = parseForm(formData, pledgeItemForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const { isBinding: _, ...input } = form.value;
  const statement = t.pledges.isBinding;
  const result = await makePledge(services.db, { ...input, needCode, statement }, actor, at);
  if (result.ok) return redirect(paths.myPledge(result.value.pledgeId, { done: "pledged" }), 303);
  switch (result.code) {
    case "not_found":
      throw notFound();
    case "not_open":
      return form.refuse({ "": [result.code] });
    case "not_verified":
      return form.refuse({ organizationId: [result.code] });
    case "sold_out":
    case "already_pledged":
      return form.refuse({ needItemId: [result.code] });
    default:
      return form.refuse({ quantity: [result.code] });
  }
}

async function pledgeMoney({ formData, services, actor, needCode, t }: PledgeArgs) {
  const at = services.clock.now();
  const form = parseForm(formData, pledgeMoneyForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const { isBinding: _, ...input } = form.value;
  const statement = t.pledges.isBindingMoney;
  const result = await makeMoneyPledge(services.db, { ...input, needCode, statement }, actor, at);
  if (result.ok) return redirect(paths.myPledge(result.value.pledgeId, { done: "pledged" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse(result.code === "not_verified" ? { organizationId: [result.code] } : { "": [result.code] });
}

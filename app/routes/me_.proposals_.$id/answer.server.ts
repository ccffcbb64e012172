import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { type AcceptedPledge, acceptProposal, declineProposal } from "#app/domain/matching/answer-proposal.server.ts";
import { declineProposalForm, plainAcceptForm } from "#app/domain/matching/proposal-form.ts";
import { pledgeItemForm, pledgeMoneyForm } from "#app/domain/pledges/pledge-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";

type AnswerArgs = { formData: FormData; services: Services; actor: Actor; proposalId: string; t: Messages };
type ReadPledge = { pledge: AcceptedPledge; form: { refuse: Refuse } };
type Refuse = Extract<ReturnType<typeof parseForm>, { ok: true }>["refuse"];

/** The yes with its promise, or the no with its reason. */
export async function answerProposal(args: AnswerArgs) {
  if (args.formData.get("intent") === "decline") return decline(args);
  const read = readPledge(args);
  if ("reply" in read) return read.reply;
  const { proposalId, services, actor } = args;
  const result = await acceptProposal(services.db, { proposalId, pledge: read.pledge }, actor, services.clock.now());
  if (result.ok) {
    const { pledgeId } = result.value;
    const to = pledgeId === null ? paths.myProposal(proposalId) : paths.myPledge(pledgeId, { done: "pledged" });
    return redirect(to, 303);
  }
  const { code } = result;
  if (code === "not_found") throw notFound();
  if (code === "sold_out" || code === "already_pledged") return read.form.refuse({ needItemId: [code] });
  return read.form.refuse(code.startsWith("only_left") ? { quantity: [code] } : { "": [code] });
}

function readPledge({ formData, services, t }: AnswerArgs): ReadPledge | { reply: ReturnType<Refuse> } {
  const today = dayInChina(services.clock.now());
  const kind = formData.get("intent");
  if (kind === "item") {
    const form = parseForm(formData, pledgeItemForm(today));
    if (!form.ok) return form;
    const { isBinding: _, organizationId: __, ...pledge } = form.value;
    return { pledge: { kind, ...pledge, statement: t.pledges.isBinding }, form };
  }
  if (kind === "money") {
    const form = parseForm(formData, pledgeMoneyForm(today));
    if (!form.ok) return form;
    const { isBinding: _, organizationId: __, ...pledge } = form.value;
    return { pledge: { kind, ...pledge, statement: t.pledges.isBindingMoney }, form };
  }
  const form = parseForm(formData, plainAcceptForm);
  return form.ok ? { pledge: { kind: "plain", ...form.value }, form } : form;
}

async function decline({ formData, services, actor, proposalId }: AnswerArgs) {
  const form = parseForm(formData, declineProposalForm);
  if (!form.ok) return form.reply;
  const result = await declineProposal(services.db, { proposalId, ...form.value }, actor, services.clock.now());
  if (result.ok) return redirect(paths.myProposal(proposalId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}

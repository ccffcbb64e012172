import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { approveAllocation } from "#app/domain/pools/approve-allocation.server.ts";
import { approveAllocationForm, proposeAllocationForm, rejectAllocationForm } from "#app/domain/pools/pool-form.ts";
import { getPool, listAllocations, listFittingNeeds } from "#app/domain/pools/pool-queries.server.ts";
import { proposeAllocation } from "#app/domain/pools/propose-allocation.server.ts";
import { rejectAllocation } from "#app/domain/pools/reject-allocation.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { usePoolName } from "../org_.pools/use-pool-name.ts";
import { AllocationList } from "./allocation-list.tsx";
import { ProposeAllocation, type ProposeAllocationValues } from "./propose-allocation.tsx";

/** One pool: what lies in it, where it may go, and what was decided. */
export const loader = guardLoader(organizationMember, async ({ services, actor, params, url, t }) => {
  const pool = await getPool(services.db, { poolId: params.id ?? "", actor });
  if (pool === null) throw notFound();
  const allocations = await listAllocations(services.db, { poolId: pool.id });
  return {
    page: { title: t.pools.title, isPrivate: true },
    pool,
    needs: await listFittingNeeds(services.db, { poolCode: pool.code }),
    done: url.searchParams.get("done"),
    allocations: allocations.map(({ proposedBy, charityId: _charityId, ...allocation }) => ({
      ...allocation,
      inWords: amountInWords(allocation.amountFen),
      canApprove: allocation.state === "proposed" && proposedBy !== actorUserId(actor),
    })),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params, url, context }) => {
  const poolId = params.id ?? "";
  const formData = await request.formData();
  const at = services.clock.now();
  const done = (step: string) => redirect(paths.organizationPool(poolId, { done: step }), 303);
  if (formData.get("intent") === "approve") {
    const form = parseForm(formData, approveAllocationForm);
    if (!form.ok) return form.reply;
    requireFreshSecondFactorToSend(context, at, url);
    const result = await approveAllocation(services.db, form.value, actor, at);
    return result.ok ? done("approve") : form.refuse({ "": [result.code] });
  }
  if (formData.get("intent") === "reject") {
    const form = parseForm(formData, rejectAllocationForm);
    if (!form.ok) return form.reply;
    const { allocationId, rejectReason: reason } = form.value;
    const result = await rejectAllocation(services.db, { allocationId, reason }, actor, at);
    return result.ok ? done("reject") : form.refuse({ "": [result.code] });
  }
  if (formData.get("intent") !== "propose") throw notFound();
  const form = parseForm(formData, proposeAllocationForm);
  if (!form.ok) return form.reply;
  requireFreshSecondFactorToSend(context, at, url);
  const result = await proposeAllocation(services.db, { ...form.value, poolId }, actor, at);
  if (result.ok) return done("propose");
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [result.code === "does_not_fit" ? "needId" : "amount"]: [result.code] });
});

export default function PoolPage() {
  const t = useMessages();
  const words = t.pools;
  const { pool, needs, allocations, done } = useLoaderData<typeof loader>();
  const nameOf = usePoolName();
  const reply = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<ProposeAllocationValues>({ id: "propose", lastResult: replyTo(reply, "propose") });
  const decided = replyTo(reply, "approve") ?? replyTo(reply, "reject");
  const [decideForm] = useForm({ id: "decide", lastResult: decided });
  const doneWords: Readonly<Record<string, string>> = words.done;
  const kinds: Readonly<Record<string, string>> = words.kinds;
  return (
    <Page
      title={nameOf(pool)}
      eyebrow={kinds[pool.kind]}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationPools(), label: words.title },
      ]}
      forms={[form, decideForm]}
      messages={words.errors}
      labels={words.fields}
    >
      {done !== null && doneWords[done] && <Banner tone="success" title={doneWords[done]} />}
      <DescriptionList
        items={[
          { term: words.columns.balance, details: formatYuanWithSign(pool.spendableFen) },
          { term: words.columns.lots, details: String(pool.lotCount) },
          { term: words.columns.proposed, details: formatYuanWithSign(pool.proposedFen) },
        ]}
      />
      <Section title={words.list} id="allocations">
        <AllocationList allocations={allocations} reply={reply} />
      </Section>
      <Section title={words.propose} lead={words.proposeLead}>
        {pool.spendableFen <= pool.proposedFen && <p className="text-muted">{words.notEnough}</p>}
        {needs.length === 0 ? (
          <p className="text-muted">{words.noNeeds}</p>
        ) : (
          <ProposeAllocation form={form} fields={fields} needs={needs} />
        )}
      </Section>
    </Page>
  );
}

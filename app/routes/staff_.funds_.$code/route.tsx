import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import {
  canDecideSpending,
  canProposeSpending,
  canRecordResult,
  fundReaderRoles,
  isBelowFloor,
  spendableFen,
} from "#app/domain/funds/fund-spending.ts";
import type { ProposeSpendingInput } from "#app/domain/funds/fund-spending-form.ts";
import { getStaffFund, listPlacesOfFund, listSpendingsOfFund } from "#app/domain/funds/fund-spending-queries.server.ts";
import { listPayableProjects } from "#app/domain/funds/payable-projects.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { actOnFund } from "./fund-actions.server.ts";
import { ProposeSpendingForm } from "./propose-spending-form.tsx";
import { SpendingList } from "./spending-list.tsx";

export const loader = guardLoader(staff(...fundReaderRoles), async ({ services, actor, params }) => {
  const fund = await getStaffFund(services.db, { code: params.code ?? "", actor });
  if (fund === null) throw notFound();
  const spendings = await listSpendingsOfFund(services.db, { fundId: fund.id });
  const isStaff = canProposeSpending(actor, fund);
  return {
    page: { title: fund.name, isPrivate: true },
    fund,
    places: fund.isOperating ? await listPlacesOfFund(services.db, { regionCode: fund.regionCode }) : null,
    projects: isStaff ? await listPayableProjects(services.db, { regionCode: fund.regionCode }) : [],
    canPropose: isStaff,
    spendings: spendings.map((spending) => ({
      ...spending,
      canApprove: spending.state === "proposed" && canDecideSpending(actor, fund, spending),
      canReject: spending.state === "proposed" && isStaff,
      canRecordResult:
        spending.state === "approved" && spending.result === null && canRecordResult(actor, fund, spending),
    })),
  };
});

export const action = guardAction(
  staff(...fundReaderRoles),
  async ({ request, services, actor, params, url, context }) => {
    const fundCode = params.code ?? "";
    const formData = await request.formData();
    const refused = await actOnFund({ formData, services, actor, fundCode, url, context });
    return refused ?? redirect(paths.staffFund(fundCode), 303);
  },
);

/** One fund for the county: propose a spending, approve another's, refuse it, say what came of it (S97, S100). */
export default function StaffFundPage() {
  const t = useMessages();
  const words = t.funds;
  const { fund, places, projects, spendings, canPropose } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const propose = useForm<ProposeSpendingInput>({ id: "propose", lastResult: replyTo(reply, "propose") });
  const steps = ["approve", "reject", "result"].map((intent) => replyTo(reply, intent));
  const [step] = useForm({ id: "step", lastResult: steps.find((one) => one !== undefined) });
  return (
    <Page
      title={<span lang="zh-CN">{fund.name}</span>}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffFunds(), label: words.title },
      ]}
      forms={[propose[0], step]}
      messages={words.errors}
      labels={{
        purpose: words.purpose,
        description: words.description,
        amount: words.amount,
        payeeName: words.payeeName,
        documentNumber: words.documentNumber,
        projectId: words.project,
        regionCode: words.place,
        words: words.reason,
      }}
    >
      {isBelowFloor(fund) && <Banner tone="danger">{words.belowFloor(formatYuanWithSign(fund.floorFen))}</Banner>}
      <DescriptionList
        items={[
          { term: words.balance, details: <Amount fen={fund.balanceFen} /> },
          { term: words.floor, details: fund.floorFen === 0n ? words.noFloor : <Amount fen={fund.floorFen} /> },
          { term: words.proposed, details: <Amount fen={fund.proposedFen} /> },
          { term: words.spendable, details: <Amount fen={spendableFen(fund)} /> },
          { term: words.purpose, details: <span lang="zh-CN">{fund.purposes.join("、")}</span> },
        ]}
      />
      <Section title={words.list}>
        <SpendingList spendings={spendings} />
        <MoreLink to={paths.ledgerFund(fund.code)}>{t.moneyTrace.openFund}</MoreLink>
      </Section>
      {canPropose && (
        <Section title={words.propose}>
          <ProposeSpendingForm
            form={propose[0]}
            fields={propose[1]}
            purposes={fund.purposes}
            places={places}
            projects={projects}
          />
        </Section>
      )}
    </Page>
  );
}

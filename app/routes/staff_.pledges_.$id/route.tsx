import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { formatYuan } from "#app/domain/money.ts";
import { pledgeWay } from "#app/domain/pledges/pledge.ts";
import { canTakePledgeStep, staffPledgeEvents } from "#app/domain/pledges/pledge-policy.ts";
import { getStaffPledge } from "#app/domain/pledges/pledge-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PledgeStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { pledgeMessages } from "../needs_.$code_.pledge/pledge-messages.ts";
import { PledgeBalance } from "./pledge-balance.tsx";
import { PledgeFacts } from "./pledge-facts.tsx";
import { PledgeSteps, usePledgeForms } from "./pledge-steps.tsx";
import { actOnPledge } from "./staff-actions.server.ts";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const pledge = await getStaffPledge(services.db, { pledgeId: params.id ?? "", actor });
  if (pledge === null) throw notFound();
  return {
    page: { title: t.pledges.case.eyebrow(pledge.publicCode), isPrivate: true },
    pledge,
    history: await listTransitions(services.db, { noun: "pledge", subjectId: pledge.id }),
    mine: staffPledgeEvents.filter((event) => canTakePledgeStep(actor, pledge, event)),
    done: staffPledgeEvents.find((event) => event === url.searchParams.get("done")) ?? null,
  };
});

export const action = guardAction(anyStaff, async ({ request, services, actor, params }) =>
  actOnPledge({ read: await readFormWithPictures(request), services, actor, pledgeId: params.id ?? "" }),
);

export default function StaffPledgePage() {
  const t = useMessages();
  const words = t.pledges;
  const { pledge, history, mine, done } = useLoaderData<typeof loader>();
  const forms = usePledgeForms(useActionData<typeof action>()?.result, pledge);
  const allErrors = Object.assign({}, ...forms.all.map((form) => form.allErrors));
  const waitingFor = new Map<string, string>(Object.entries(words.staff.waitingFor)).get(pledge.state);
  return (
    <Page
      title={
        pledge.amountFen === null
          ? words.case.line(pledge.quantity ?? 0, pledge.unit ?? "", pledge.itemName ?? "")
          : words.case.money(formatYuan(pledge.amountFen))
      }
      eyebrow={words.case.eyebrow(pledge.publicCode)}
      badges={<PledgeStateBadge state={pledge.state} />}
      lead={
        <Link to={paths.need(pledge.needCode)} className="tap">
          {pledge.villageName} · {pledge.needTitle}
        </Link>
      }
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffPledges(), label: words.staff.title },
      ]}
      forms={forms.all}
      messages={pledgeMessages(t, allErrors)}
      aside={<PledgeFacts pledge={pledge} />}
    >
      {done && <Banner tone="success" title={words.staff.done[done]} />}
      {mine.length === 0 && waitingFor && <Banner tone="info" title={waitingFor} />}
      <PledgeBalance pledge={pledge} />
      <PledgeSteps pledge={pledge} mine={mine} forms={forms} />
      <Section title={words.case.progress}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={pledge.kind === "money_later" ? [] : pledgeWay}
          wayWords={words.way}
          state={pledge.state}
        />
      </Section>
    </Page>
  );
}

import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { accountKeeperRoles } from "#app/domain/accounts/account.ts";
import { accountStepForm } from "#app/domain/accounts/account-form.ts";
import { getStaffAccount } from "#app/domain/accounts/staff-account-queries.server.ts";
import { listTransitionsOf } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge, Timeline } from "#app/ui/status.tsx";
import { afterAccountStep, takeAccountStep } from "./account-actions.server.ts";
import { AccountFacts } from "./account-facts.tsx";
import { AccountProposals } from "./account-proposals.tsx";
import { AccountStepForms } from "./account-step-forms.tsx";

export const loader = guardLoader(staff(...accountKeeperRoles), async ({ services, actor, params, url }) => {
  const at = services.clock.now();
  const account = await getStaffAccount(services.db, { actor, userId: params.id ?? "", at });
  if (account === null) throw notFound();
  const nouns = ["account", "second_factor"];
  const steps = await listTransitionsOf(services.db, { nouns, subjectIds: [account.userId] });
  const page = { title: account.displayName, isPrivate: true };
  return { page, account, steps, done: url.searchParams.get("done") };
});

export const action = guardAction(
  staff(...accountKeeperRoles),
  async ({ request, services, actor, context, params, url }) => {
    const userId = params.id ?? "";
    const at = services.clock.now();
    if ((await getStaffAccount(services.db, { actor, userId, at })) === null) throw notFound();
    const form = parseForm(await request.formData(), accountStepForm);
    if (!form.ok) return form.reply;
    requireFreshSecondFactorToSend(context, at, url);
    const result = await takeAccountStep({ services, actor, userId, input: form.value });
    if (result.ok) return afterAccountStep(userId, result.value);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  },
);

/** One account: what it holds, and what an administrator of its places may do to it (E2, E3). */
export default function AccountPage() {
  const t = useMessages();
  const words = t.staffAccounts;
  const { account, steps, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const doneWords: Readonly<Record<string, string>> = words.done;
  const doneText = done !== null && Object.hasOwn(doneWords, done) ? doneWords[done] : undefined;
  const stepWords: Readonly<Record<string, string>> = words.steps;
  return (
    <Page
      title={account.displayName}
      badges={
        <StateBadge tone={account.isDisabled ? "danger" : "success"}>
          {account.isDisabled ? words.disabled : words.active}
        </StateBadge>
      }
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffAccounts(), label: words.title },
      ]}
      narrow
    >
      {doneText && <Banner tone="success" title={doneText} />}
      <AccountFacts account={account} />
      <FormMessagesContext.Provider value={words.errors}>
        {account.proposals.length > 0 && (
          <Section title={words.proposals}>
            <AccountProposals proposals={account.proposals} reply={reply} />
          </Section>
        )}
        {account.isOwn ? (
          <p className="text-muted">{words.own}</p>
        ) : (
          <AccountStepForms account={account} reply={reply} />
        )}
      </FormMessagesContext.Provider>
      {steps.length > 0 && (
        <Section title={words.history}>
          <Timeline
            items={steps.map((step) => ({
              id: step.id,
              title: stepWords[step.event] ?? step.event,
              time: formatMinute(step.at),
              note: [step.actorName, step.reason].filter(Boolean).join(" · "),
            }))}
          />
        </Section>
      )}
    </Page>
  );
}

import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { approveRule, rejectRule } from "#app/domain/place-rules/decide-rule.server.ts";
import { listEffectivePrices, listEffectiveWords } from "#app/domain/place-rules/effective-rule-queries.server.ts";
import {
  canProposeRule,
  type PlaceRuleKind,
  placeRuleKinds,
  ruleReaderRoles,
} from "#app/domain/place-rules/place-rule.ts";
import { approveRuleForm, rejectRuleForm } from "#app/domain/place-rules/rule-form.ts";
import {
  listEffectiveSettings,
  listOtherRows,
  listRuleProposals,
} from "#app/domain/place-rules/rule-list-queries.server.ts";
import { getRegionNames } from "#app/domain/regions/public-region-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { OtherRows } from "./other-rows.tsx";
import { PlaceChoice } from "./place-choice.tsx";
import { ProposalList } from "./proposal-list.tsx";
import { PriceTable, SettingTable, WordTable } from "./rule-tables.tsx";
import { rulesPlaceOf } from "./rules-place.server.ts";

const lists = [...placeRuleKinds, "proposals"] as const;

function listOf(url: URL): (typeof lists)[number] {
  return lists.find((one) => one === url.searchParams.get("list")) ?? "setting";
}

export const loader = guardLoader(staff(...ruleReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const list = listOf(url);
  const place = await rulesPlaceOf(services, actor, url.searchParams.get("region"));
  const day = dayInChina(services.clock.now());
  const asked = { regionCode: place.code, day };
  const proposals = await listRuleProposals(db, { actor });
  const kind: PlaceRuleKind | null = list === "proposals" ? null : list;
  const others = kind === null ? [] : await listOtherRows(db, { ...asked, kind });
  const settings = list === "setting" ? await listEffectiveSettings(db, asked) : [];
  const prices = list === "item_price" ? await listEffectivePrices(db, asked) : [];
  const words = list === "wording" ? await listEffectiveWords(db, asked) : [];
  const codes = [...settings, ...prices, ...words, ...others].map((row) => row.regionCode);
  const names = await getRegionNames(db, { codes: codes.filter((code) => code !== "") });
  return {
    page: { title: t.placeRules.title, isPrivate: true },
    list,
    place,
    settings,
    prices,
    words,
    others,
    proposals,
    placeNames: [...names],
    canPropose: canProposeRule(actor, place.code),
    done: url.searchParams.get("done"),
  };
});

export const action = guardAction(staff(...ruleReaderRoles), async ({ request, services, actor }) => {
  const formData = await request.formData();
  const at = services.clock.now();
  const isApproval = formData.get("intent") === "approve";
  if (!isApproval && formData.get("intent") !== "reject") throw new Response(null, { status: 400 });
  const form = isApproval ? parseForm(formData, approveRuleForm) : parseForm(formData, rejectRuleForm);
  if (!form.ok) return form.reply;
  const { proposalId } = form.value;
  const note = "note" in form.value ? String(form.value.note) : "";
  const result = isApproval
    ? await approveRule(services.db, { proposalId }, actor, at)
    : await rejectRule(services.db, { proposalId, note }, actor, at);
  if (result.ok) return redirect(paths.staffRules({ list: "proposals", done: "decided" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function RulesPage() {
  const t = useMessages();
  const words = t.placeRules;
  const data = useLoaderData<typeof loader>();
  const { list, place, others, proposals, placeNames, canPropose, done } = data;
  const names = new Map(placeNames);
  const nameOf = (code: string) => (code === "" ? words.country : (names.get(code) ?? code));
  const region = place.code;
  const openCount = proposals.filter(({ state }) => state === "proposed").length;
  return (
    <Page
      title={words.title}
      eyebrow={place.name}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
    >
      {done === "proposed" && <Banner tone="success" title={words.proposed} />}
      {done === "decided" && <Banner tone="success" title={words.decided} />}
      <PlaceChoice list={list} code={region} choices={place.choices} />
      <Tabs
        label={words.title}
        tabs={lists.map((one) => ({
          to: paths.staffRules({ list: one, region }),
          label: words.lists[one],
          isCurrent: one === list,
          ...(one === "proposals" ? { count: openCount } : {}),
        }))}
      />
      {list !== "proposals" && canPropose && (
        <p className="no-print">
          <ButtonLink to={paths.staffRuleNew({ kind: list, region })} tone="secondary" icon="plus">
            {words.proposeNew[list]}
          </ButtonLink>
        </p>
      )}
      {list === "setting" && <SettingTable rows={data.settings} {...{ nameOf, canPropose, region }} />}
      {list === "item_price" && <PriceTable rows={data.prices} {...{ nameOf, canPropose, region }} />}
      {list === "wording" && <WordTable rows={data.words} {...{ nameOf, canPropose, region }} />}
      {list === "proposals" ? (
        <ProposalList proposals={proposals} />
      ) : (
        <OtherRows rows={others} kind={list} nameOf={nameOf} />
      )}
    </Page>
  );
}

import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getChangeTarget } from "#app/domain/matching/change-target-queries.server.ts";
import { namePlaces } from "#app/domain/matching/proposal-queries.server.ts";
import { roundRoles } from "#app/domain/matching/round.ts";
import {
  assignmentsPerPage,
  getRoundPart,
  listAssignments,
  listWaitingNeeds,
} from "#app/domain/matching/round-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { actOnPart } from "./act-on-part.server.ts";
import { AssignmentList } from "./assignment-list.tsx";
import { ChangeForm } from "./change-form.tsx";
import { PartFigures } from "./part-figures.tsx";
import { PartSteps } from "./part-steps.tsx";
import { PartStateBadge, roundWords } from "./part-words.tsx";
import { WaitingList } from "./waiting-list.tsx";

const doneWords = ["changed", "checked", "released", "discarded"] as const;

export const loader = guardLoader(staff(...roundRoles), async ({ services: { db, clock }, actor, params, url, t }) => {
  const part = await getRoundPart(db, { partId: params.id ?? "", actor });
  if (part === null) throw notFound();
  const page = pageOf(url);
  const assignments = await listAssignments(db, { part, page });
  const isOpen = part.state === "proposed" || part.state === "checked";
  const needCode = url.searchParams.get("need");
  const day = dayInChina(clock.now());
  const target = isOpen && needCode !== null ? await getChangeTarget(db, { part, needCode, day }) : null;
  const reasons = [...assignments.items, ...(target?.candidates ?? [])].flatMap((one) => one.reasons);
  return {
    page: { title: t.matching.rounds.partTitle(part.countyName ?? part.countyCode), isPrivate: true },
    part,
    isOpen,
    assignments: assignments.items,
    pages: Math.ceil(assignments.total / assignmentsPerPage),
    pageNumber: page,
    waiting: await listWaitingNeeds(db, { part }),
    target,
    placeNames: await namePlaces(db, reasons),
    history: await listTransitions(db, { noun: "match_round_part", subjectId: part.id }),
    mayRelease: part.checkedBy !== actor.userId && part.drawnBy !== actor.userId,
    done: doneWords.find((word) => word === url.searchParams.get("done")) ?? null,
  };
});

export const action = guardAction(staff(...roundRoles), async ({ request, services, actor, params }) => {
  const partId = params.id ?? "";
  if ((await getRoundPart(services.db, { partId, actor })) === null) throw notFound();
  return actOnPart({ formData: await request.formData(), services, actor, partId });
});

/** A county's part of a round: who is assigned to whom and why, what staff changed, and its release by two people (S37, D1). */
export default function RoundPartPage() {
  const t = useMessages();
  const words = t.matching.rounds;
  const { part, isOpen, assignments, pages, pageNumber, waiting, target, placeNames, history, mayRelease, done } =
    useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const resultOf = (...intents: string[]) =>
    intents.includes(String(lastResult?.initialValue?.intent)) ? lastResult : undefined;
  const [changeForm, changeFields] = useForm<Record<"needId" | "insteadOf" | "intentId" | "reason", string>>({
    id: "change",
    lastResult: resultOf("change"),
  });
  const [stepForm] = useForm({ id: "step", lastResult: resultOf("check", "release") });
  const [discardForm, discardFields] = useForm<{ reason: string }>({ id: "discard", lastResult: resultOf("discard") });
  return (
    <Page
      title={words.partTitle(part.countyName ?? part.countyCode)}
      eyebrow={roundWords(t, part)}
      badges={<PartStateBadge state={part.state} />}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffRounds(), label: words.title },
      ]}
      forms={[changeForm, stepForm, discardForm]}
      messages={words.errors}
      labels={{ insteadOf: words.insteadOf, intentId: words.whom, reason: words.reason }}
    >
      {done && <Banner tone="success" title={words.done[done]} />}
      {target && (
        <ChangeForm form={changeForm} fields={changeFields} target={target} partId={part.id} placeNames={placeNames} />
      )}
      <Section title={words.assignments(part.assigned)}>
        {assignments.length === 0 && <p className="text-muted">{words.noAssignments}</p>}
        <AssignmentList assignments={assignments} part={part} placeNames={placeNames} />
        <Pagination
          page={pageNumber}
          pages={pages}
          to={(number) => paths.staffRound(part.id, { page: String(number) })}
        />
      </Section>
      <PartSteps
        state={part.state}
        mayRelease={mayRelease}
        step={stepForm}
        discard={discardForm}
        reason={discardFields.reason}
      />
      <WaitingList waiting={waiting} partId={part.id} mayChange={isOpen} />
      <PartFigures part={part} />
      <Section title={words.history}>
        <WayTimeline history={history} eventWords={words.events} way={[]} wayWords={{}} state={part.state} />
      </Section>
    </Page>
  );
}

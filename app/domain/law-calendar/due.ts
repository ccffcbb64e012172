/** Deadlines of the law calendar computed from what is on record (D11): pure, so that every rule is proven by travelling in time. */
import { addMonths, type DueStatus, deadlineOf, dueStatus, type LawRuleId, lawRule } from "./law-rules.ts";

export type DueTarget = {
  readonly kind: "organization" | "need" | "objection" | "complaint" | "duty";
  readonly id: string;
};

export type Due = {
  readonly rule: LawRuleId;
  /** The article as cited; for a rule of a place its source. */
  readonly article: string;
  readonly startedOn: string;
  readonly dueOn: string;
  readonly status: DueStatus;
  /** Whom or what it is about: never a person of a household. */
  readonly subject: string;
  readonly target: DueTarget;
};

type Started = { rule: LawRuleId; startedOn: string; subject: string; target: DueTarget };

/** One deadline from its start. */
export function dueOf({ rule: id, startedOn, subject, target }: Started, today: string): Due {
  const rule = lawRule(id);
  const dueOn = deadlineOf(rule, startedOn);
  return { rule: id, article: rule.article, startedOn, dueOn, status: dueStatus(rule, dueOn, today), subject, target };
}

const order: Readonly<Record<DueStatus, number>> = { overdue: 0, soon: 1, later: 2 };

/** Overdue first, then by day. */
export function sortDues(dues: readonly Due[]): Due[] {
  return [...dues].sort(
    (one, other) => order[one.status] - order[other.status] || one.dueOn.localeCompare(other.dueOn),
  );
}

type RecordFacts = { id: string; rule: string; subject: string; startedOn: string; doneOn: string | null };

export type CharityFacts = {
  id: string;
  name: string;
  qualificationNumber: string | null;
  qualificationValidTo: string | null;
  createdOn: string;
  filings: readonly { id: string; title: string; filingNumber: string; validFrom: string; validTo: string }[];
  records: readonly RecordFacts[];
};

/**
 * What a charity owes: its certificate (L2) and its filed plans (L3) valid, the report of last year by 31 May (L26), and each partner evaluated
 * within three months (L26). A filing that ended long ago is over, not late: it stays on the list for three months.
 */
export function charityDues(charity: CharityFacts, today: string): Due[] {
  const target = { kind: "organization", id: charity.id } as const;
  const dues: Due[] = [];
  if (charity.qualificationNumber !== null && charity.qualificationValidTo !== null) {
    const startedOn = charity.qualificationValidTo;
    dues.push(dueOf({ rule: "qualification", startedOn, subject: charity.name, target }, today));
  }
  for (const filing of charity.filings) {
    if (addMonths(filing.validTo, 3) < today) continue;
    const subject = `${charity.name} · ${filing.title}（${filing.filingNumber}）`;
    dues.push(dueOf({ rule: "filing", startedOn: filing.validTo, subject, target }, today));
  }
  const lastYearEnd = `${Number(today.slice(0, 4)) - 1}-12-31`;
  const isReported = charity.records.some(
    ({ rule, startedOn, doneOn }) => rule === "annual_report" && startedOn === lastYearEnd && doneOn !== null,
  );
  if (charity.createdOn <= lastYearEnd && !isReported) {
    const subject = `${charity.name} · ${lastYearEnd.slice(0, 4)}`;
    dues.push(dueOf({ rule: "annual_report", startedOn: lastYearEnd, subject, target }, today));
  }
  for (const record of charity.records) {
    if (record.rule !== "partner_evaluation" || record.doneOn !== null) continue;
    const subject = `${charity.name} · ${record.subject}`;
    const about = { kind: "duty", id: record.id } as const;
    dues.push(dueOf({ rule: "partner_evaluation", startedOn: record.startedOn, subject, target: about }, today));
  }
  return dues;
}

export type ProjectFacts = {
  id: string;
  publicCode: string;
  title: string;
  state: string;
  publishedOn: string | null;
  endedOn: string | null;
  filingFrom: string | null;
  filingTo: string | null;
  lastDisclosedOn: string | null;
};

/**
 * What a public fundraising owes (L16, art. 79): while it runs, a disclosure every three months if it is planned for more than six months or
 * has run that long; and the whole account within three months of its end, which the published report is.
 */
export function projectDues(project: ProjectFacts, today: string): Due[] {
  const { publishedOn, endedOn } = project;
  const common = {
    subject: `${project.title}（${project.publicCode}）`,
    target: { kind: "need", id: project.id } as const,
  };
  if (project.state === "fulfilled") {
    return endedOn === null ? [] : [dueOf({ rule: "final_disclosure", startedOn: endedOn, ...common }, today)];
  }
  if (project.state !== "published" || publishedOn === null) return [];
  const isPlannedLong =
    project.filingFrom !== null && project.filingTo !== null && addMonths(project.filingFrom, 6) < project.filingTo;
  if (!isPlannedLong && addMonths(publishedOn, 6) >= today) return [];
  const startedOn =
    project.lastDisclosedOn !== null && project.lastDisclosedOn > publishedOn ? project.lastDisclosedOn : publishedOn;
  return [dueOf({ rule: "progress_disclosure", startedOn, ...common }, today)];
}

/** The overdue duties that keep a charity from opening a new public fundraising. */
export function duesAgainstNewNeed(dues: readonly Due[]): Due[] {
  return dues.filter((due) => due.status === "overdue" && lawRule(due.rule).blocks === "new_public_need");
}

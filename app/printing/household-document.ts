import type { HelpBehind, PaymentBehind } from "#app/domain/household-cases/help-behind-queries.server.ts";
import type { FileSignature, FileVersion } from "#app/domain/household-cases/household-case-queries.server.ts";
import { checklistItems } from "#app/domain/household-monitoring/household-monitoring.ts";
import type { RecordedChecklist } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { maskName } from "#app/domain/households/masking.ts";
import { formatYuan } from "#app/domain/money.ts";
import type { RecordedStep } from "#app/domain/transition-queries.server.ts";
import type { VisitListItem } from "#app/domain/visits/visit-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { guardianInWords } from "#app/i18n/guardian-words.ts";
import type { Locale } from "#app/i18n/locale.ts";
import type { PrintedBlock, PrintedDocument } from "./printed-document.ts";

export type HouseholdDocumentInput = {
  file: HouseholdFile;
  checklists: readonly RecordedChecklist[];
  visits: readonly VisitListItem[];
  help: HelpBehind;
  payments: readonly PaymentBehind[];
  versions: readonly FileVersion[];
  signatures: readonly FileSignature[];
  history: readonly RecordedStep[];
  /** Who only looks on (supervisors, auditors) gets names masked on paper. */
  showsNames: boolean;
  printedBy: string;
  t: Messages;
  locale: Locale;
  at: Date;
};

/** One file on paper (S3): everything of a household in one document. ID numbers are masked for everybody, donors are never named. */
export function householdDocument(input: HouseholdDocumentInput): PrintedDocument {
  const { file, t, locale, at, showsNames } = input;
  const words = t.householdCases.print;
  const name = (text: string) => (showsNames ? text : maskName(text));
  return {
    language: locale,
    publisher: t.common.siteFullName,
    title: `${words.title} ${name(file.headName)}`,
    subtitle: words.subtitle(file.registerNumber, file.version),
    blocks: [
      { kind: "notice", text: words.private },
      ...situation(input),
      ...members(input, name),
      ...checklist(input),
      ...visitBlocks(input),
      ...aid(input),
      ...records(input, name),
      { kind: "paragraph", text: words.printedBy(input.printedBy, formatMinute(at)) },
    ],
    footer: t.receipts.slip.page,
    missingCharactersNote: t.receipts.slip.missingCharacters,
    madeAtMs: at.getTime(),
  };
}

type Name = (text: string) => string;

/** A heading with its table, or with the sentence that there is nothing. */
function section(
  t: Messages,
  title: string,
  columns: readonly { header: string; share: number; isNumeric?: boolean }[],
  rows: readonly (readonly string[])[],
): PrintedBlock[] {
  const heading: PrintedBlock = { kind: "heading", text: title };
  if (rows.length === 0) return [heading, { kind: "paragraph", text: t.householdCases.print.none }];
  return [heading, { kind: "table", columns, rows }];
}

function situation({ file, t, showsNames }: HouseholdDocumentInput): PrintedBlock[] {
  const words = t.households;
  const responsible = file.responsible.find((row) => row.toAt === null);
  const items = [
    { term: words.village, details: [file.villageName, file.groupName].filter(Boolean).join(" ") },
    { term: words.state, details: t.vocabulary.householdStates[file.state], isStrong: true },
    {
      term: words.programme,
      details: `${t.vocabulary.programmes[file.programme]} · ${words.since(file.programmeFrom)}`,
    },
    { term: words.causes, details: file.causes.map((cause) => t.vocabulary.causes[cause]).join(" · ") },
    { term: words.strengths, details: file.strengths },
    { term: words.circumstances, details: showsNames ? file.circumstances : "" },
    { term: words.phone, details: file.phoneMasked ?? "" },
    { term: words.bankAccount, details: [file.bankName, file.bankAccountMasked].filter(Boolean).join(" ") },
    { term: words.responsible, details: responsible?.displayName ?? words.noResponsible },
    {
      term: words.consents,
      details: file.consents
        .filter((consent) => consent.withdrawnAt === null)
        .map((consent) => t.vocabulary.consentPurposes[consent.purpose])
        .join(" · "),
    },
  ];
  return [{ kind: "facts", items: items.filter(({ details }) => details !== "") }];
}

function members({ file, t }: HouseholdDocumentInput, name: Name): PrintedBlock[] {
  const words = t.households;
  const columns = [
    { header: words.name, share: 1.2 },
    { header: words.relation, share: 1 },
    { header: words.gender, share: 0.6 },
    { header: words.birthDate, share: 1.3 },
    { header: words.idNumber, share: 2 },
    { header: words.labourAbility, share: 1.5 },
  ];
  const rows = file.members.map((member) => [
    name(member.name),
    t.vocabulary.relations[member.relation],
    t.vocabulary.genders[member.gender],
    member.birthDate,
    member.idNumberMasked ?? "",
    t.vocabulary.labourAbilities[member.labourAbility],
  ]);
  const guardians = file.members.flatMap(({ name: child, guardianMasked }) =>
    guardianMasked === null ? [] : [`${name(child)}：${guardianInWords(t, guardianMasked)}`],
  );
  const line: PrintedBlock[] =
    guardians.length === 0 ? [] : [{ kind: "paragraph", text: `${words.guardianName} ${guardians.join("；")}` }];
  return [...section(t, words.members, columns, rows), ...line];
}

function checklist({ checklists, t }: HouseholdDocumentInput): PrintedBlock[] {
  const words = t.monitoring;
  const latest = checklists.filter((one, index) => checklists.findIndex(({ year }) => year === one.year) === index);
  const columns = [
    { header: words.checklist, share: 1 },
    ...checklistItems.map((item) => ({ header: words.items[item], share: 1 })),
    { header: words.allowance, share: 1.4 },
  ];
  const rows = latest.map((one) => [
    words.checklistYear(one.year),
    ...checklistItems.map((item) => (one[item] ? words.met : words.gap)),
    words.allowances[one.allowance],
  ]);
  return section(t, words.checklist, columns, rows);
}

function visitBlocks({ visits, t }: HouseholdDocumentInput): PrintedBlock[] {
  const words = t.visits;
  const columns = [
    { header: words.visitedOn, share: 1.1 },
    { header: words.visitor, share: 1.1 },
    { header: words.found, share: 4 },
  ];
  return section(
    t,
    words.title,
    columns,
    visits.map((visit) => [visit.visitedOn, visit.visitorName, visit.found]),
  );
}

function aid({ help, payments, t }: HouseholdDocumentInput): PrintedBlock[] {
  const words = t.householdCases.print;
  const needColumns = [
    { header: t.needsStaff.titleField, share: 3 },
    { header: t.needsStaff.state, share: 1.2 },
    { header: words.gifts, share: 1, isNumeric: true },
    { header: words.amountYuan, share: 1.3, isNumeric: true },
  ];
  const needRows = help.needs.map((need) => [
    need.title,
    t.vocabulary.needStates[need.state],
    String(need.giftCount),
    formatYuan(need.givenFen),
  ]);
  const payColumns = [
    { header: words.paidOn, share: 1.4 },
    { header: words.purpose, share: 3 },
    { header: words.payee, share: 1 },
    { header: words.amountYuan, share: 1.3, isNumeric: true },
  ];
  const payRows = payments.map((payment) => [
    payment.paidAt === null ? "" : formatMinute(payment.paidAt),
    payment.purpose,
    words.payees[payment.payeeKind],
    formatYuan(payment.amountFen),
  ]);
  return [...section(t, words.aid, needColumns, needRows), ...section(t, words.payments, payColumns, payRows)];
}

function records({ versions, signatures, history, t }: HouseholdDocumentInput, name: Name): PrintedBlock[] {
  const words = t.householdCases;
  const eventWords = new Map<string, string>(Object.entries(t.vocabulary.householdEvents));
  const signed = signatures.map((one) => [
    words.version(one.version),
    name(one.signerName),
    t.vocabulary.consentMethods[one.method],
    formatMinute(one.signedAt),
  ]);
  const changed = versions.map((one) => [
    words.version(one.version),
    one.changedByName ?? "",
    one.version === 1
      ? words.firstVersion
      : `${one.changes.map(({ field }) => words.fields[field]).join(" · ")} ${words.reasonLine(one.reason)}`,
    formatMinute(one.changedAt),
  ]);
  const steps = history
    .filter((step) => step.noun === "household")
    .map((step) => [
      formatMinute(step.at),
      eventWords.get(step.event) ?? step.event,
      step.actorName ?? "",
      step.reason ?? "",
    ]);
  const when = { header: words.print.when, share: 1.6 };
  const version = { header: words.print.versionColumn, share: 0.9 };
  return [
    ...section(
      t,
      words.print.signatures,
      [version, { header: t.households.signedByName, share: 1.2 }, { header: words.print.what, share: 1.2 }, when],
      signed,
    ),
    ...section(
      t,
      words.versions,
      [version, { header: words.print.who, share: 1.2 }, { header: words.changed, share: 3.4 }, when],
      changed,
    ),
    ...section(
      t,
      t.households.history,
      [
        when,
        { header: words.print.what, share: 1.6 },
        { header: words.print.who, share: 1.2 },
        { header: words.reason, share: 2.6 },
      ],
      steps,
    ),
  ];
}

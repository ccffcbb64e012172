import { describe, expect, it } from "vitest";
import { charityDues, duesAgainstNewNeed, type ProjectFacts, projectDues, sortDues } from "./due.ts";
import { addMonths, deadlineOf, dueStatus, type LawRuleId, lawRule, lawRules } from "./law-rules.ts";

const charity = {
  id: "c",
  name: "侨乡慈善会",
  qualificationNumber: "53",
  qualificationValidTo: "2027-03-31",
  createdOn: "2020-01-01",
  filings: [{ id: "f", title: "饮水", filingNumber: "5344", validFrom: "2026-01-01", validTo: "2026-12-31" }],
  records: [],
};
const project: ProjectFacts = {
  id: "n",
  publicCode: "AAAAA-BBBBB",
  title: "步栏村饮水",
  state: "published",
  publishedOn: "2026-03-10",
  endedOn: null,
  filingFrom: "2026-01-01",
  filingTo: "2026-12-31",
  lastDisclosedOn: null,
};
const statusOn = (rule: LawRuleId, startedOn: string, today: string) =>
  dueStatus(lawRule(rule), deadlineOf(lawRule(rule), startedOn), today);
const ofCharity = (rule: LawRuleId, today: string, changes: object = {}) =>
  charityDues({ ...charity, ...changes }, today).find((due) => due.rule === rule);

describe("the law calendar, day by day", () => {
  it("D11: every rule names its article, what begins it and what it stops", () => {
    expect(lawRules.every(({ article, start }) => article.length > 3 && start.length > 3)).toBe(true);
    expect(new Set(lawRules.map(({ id }) => id)).size).toBe(lawRules.length);
  });

  it("D11: months end on the same day or on the month's last", () => {
    expect(addMonths("2026-08-31", 3)).toBe("2026-11-30");
    expect(addMonths("2026-11-30", 3)).toBe("2027-02-28");
    expect(addMonths("2027-11-29", 3)).toBe("2028-02-29");
    expect(addMonths("2026-10-15", 3)).toBe("2027-01-15");
  });

  it.each([7, 10, 5])("S7 L31 L32: a notice of %d days", (days) => {
    expect(deadlineOf(lawRule("notice_days"), "2026-11-01", days)).toBe(`2026-11-${String(1 + days).padStart(2, "0")}`);
  });

  it("S7: the days of a place are never invented", () => {
    expect(() => deadlineOf(lawRule("notice_days"), "2026-11-01")).toThrow(RangeError);
  });

  it("慈善法第二十二条 (L2): the certificate holds to and with its last day, and is announced sixty days before", () => {
    expect(ofCharity("qualification", "2027-01-29")?.status).toBe("later");
    expect(ofCharity("qualification", "2027-01-30")?.status).toBe("soon");
    expect(ofCharity("qualification", "2027-03-31")?.status).toBe("soon");
    expect(ofCharity("qualification", "2027-04-01")).toMatchObject({
      status: "overdue",
      article: "《慈善法》第二十二条",
    });
  });

  it("慈善法第二十四条 (L3): the filed plan holds to and with its last day", () => {
    expect(ofCharity("filing", "2026-12-31")?.status).toBe("soon");
    expect(ofCharity("filing", "2027-01-01")).toMatchObject({ status: "overdue", article: "《慈善法》第二十四条" });
    expect(ofCharity("filing", "2027-04-01")).toBeUndefined();
  });

  it("慈善法第七十九条 (L16): a project planned for more than six months discloses every three months", () => {
    const on = (today: string, changes: Partial<ProjectFacts> = {}) =>
      projectDues({ ...project, ...changes }, today)[0];
    expect(on("2026-06-10")).toMatchObject({ rule: "progress_disclosure", dueOn: "2026-06-10", status: "soon" });
    expect(on("2026-06-11")).toMatchObject({ status: "overdue", article: "《慈善法》第七十九条" });
    expect(on("2026-06-11", { lastDisclosedOn: "2026-06-01" })).toMatchObject({ dueOn: "2026-09-01", status: "later" });
    expect(on("2026-09-02", { lastDisclosedOn: "2026-06-01" })?.status).toBe("overdue");
  });

  it("慈善法第七十九条 (L16): a short plan owes nothing until it has run six months", () => {
    const short = { ...project, filingFrom: "2026-03-01", filingTo: "2026-08-31" };
    expect(projectDues(short, "2026-09-10")).toEqual([]);
    expect(projectDues(short, "2026-09-11")).toMatchObject([{ rule: "progress_disclosure", status: "overdue" }]);
  });

  it("慈善法第七十九条 (L16): the whole account within three months of the end", () => {
    const ended = { ...project, state: "fulfilled", endedOn: "2026-08-31" };
    expect(projectDues(ended, "2026-11-30")).toMatchObject([
      { rule: "final_disclosure", dueOn: "2026-11-30", status: "soon" },
    ]);
    expect(projectDues(ended, "2026-12-01")).toMatchObject([{ status: "overdue" }]);
    expect(projectDues({ ...ended, state: "reported" }, "2026-12-01")).toEqual([]);
  });

  it("MZ/T 087-2017 (L25): an objection is answered within five working days, National Day week not counted", () => {
    expect(deadlineOf(lawRule("objection_answer"), "2026-09-30")).toBe("2026-10-13");
    expect(statusOn("objection_answer", "2026-09-30", "2026-10-13")).toBe("soon");
    expect(statusOn("objection_answer", "2026-09-30", "2026-10-14")).toBe("overdue");
  });

  it("民政部令第81号 (L26): a partner is evaluated within three months of the end of the cooperation", () => {
    const record = {
      id: "r",
      rule: "partner_evaluation",
      subject: "某志愿服务队",
      startedOn: "2026-08-20",
      doneOn: null,
    };
    const on = (today: string, doneOn: string | null = null) =>
      ofCharity("partner_evaluation", today, { records: [{ ...record, doneOn }] });
    expect(on("2026-11-20")).toMatchObject({ status: "soon", dueOn: "2026-11-20" });
    expect(on("2026-11-21")?.status).toBe("overdue");
    expect(on("2026-11-21", "2026-11-01")).toBeUndefined();
  });

  it("民政部令第81号 (L26): the annual report of last year by 31 May", () => {
    const done = { id: "r", rule: "annual_report", subject: "", startedOn: "2025-12-31", doneOn: "2026-04-01" };
    expect(ofCharity("annual_report", "2026-05-31")).toMatchObject({ status: "soon", dueOn: "2026-05-31" });
    expect(ofCharity("annual_report", "2026-06-01")?.status).toBe("overdue");
    expect(ofCharity("annual_report", "2026-06-01", { records: [done] })).toBeUndefined();
    expect(ofCharity("annual_report", "2026-06-01", { createdOn: "2026-02-01" })).toBeUndefined();
  });

  it("D11: what is overdue comes first, and only disclosures and reports keep a charity from a new public need", () => {
    const dues = sortDues([...charityDues(charity, "2027-04-01"), ...projectDues(project, "2027-04-01")]);
    expect(dues.map(({ status }) => status)).toEqual(["overdue", "overdue", "soon"]);
    expect(duesAgainstNewNeed(dues).map(({ rule }) => rule)).toEqual(["progress_disclosure"]);
  });
});

import { describe, expect, it } from "vitest";
import { allocationNoticeBody, noticeBody, readNoticeBody } from "./notice-body.ts";

const meeting = {
  heldOn: "2026-11-10",
  place: "步栏村党群服务中心",
  attendeeCount: 15,
  votesFor: 14,
  votesAgainst: 0,
  votesAbstained: 1,
};
const source = {
  villageName: "步栏村",
  headName: "梁家明",
  summary: "家中取水要走两公里山路。",
  goalFen: 1_112_999n,
  items: [{ name: "打井", unit: "米", quantity: 60, unitPriceFen: 18_550n }],
  meeting,
};

describe("what a notice says", () => {
  it("L31: names the household masked, as official notices may", () => {
    expect(readNoticeBody(noticeBody(source))).toEqual({
      form: "need",
      villageName: "步栏村",
      headName: "梁*明",
      summary: "家中取水要走两公里山路。",
      goal: "11129.99",
      items: [{ name: "打井", unit: "米", quantity: 60, unitPrice: "185.50" }],
      meeting,
    });
  });

  it("F4: takes nothing but its own fields, whatever is handed over with them", () => {
    const canaries = {
      idNumber: "canary-id",
      phone: "canary-phone",
      bankAccount: "canary-bank",
      causes: ["canary-illness"],
      circumstances: "canary-diagnosis",
      story: "canary-story",
      staffNote: "canary-note",
      birthDate: "canary-birth",
      groupName: "canary-group",
      registerNumber: "canary-register",
      householdId: "canary-household",
    };
    const handedOver = {
      ...source,
      ...canaries,
      items: [{ ...source.items[0], ...canaries, name: "打井", unit: "米", quantity: 60, unitPriceFen: 18_550n }],
      meeting: { ...meeting, ...canaries, minutes: "canary-minutes", attendees: "canary-attendees" },
    };
    const body = noticeBody(handedOver);
    expect(body).not.toContain("canary");
    expect(body).not.toContain("梁家明");
    expect(body).toBe(noticeBody(source));
  });

  it("a village's own need names nobody, and one without money has no amounts", () => {
    const items = [{ name: "课桌", unit: "张", quantity: 8, unitPriceFen: null }];
    const facts = readNoticeBody(noticeBody({ ...source, headName: null, goalFen: null, items }));
    expect(facts).not.toHaveProperty("headName");
    expect(facts).not.toHaveProperty("goal");
  });

  it("S99: an allocation names source, amount, use, unit and result", () => {
    const body = allocationNoticeBody({
      fundSource: "驻镇帮扶资金",
      amountFen: 50_000_000n,
      purpose: "村道路灯",
      unitName: "高山村委会",
      expectedResult: "安装路灯 60 盏",
    });
    expect(readNoticeBody(body)).toMatchObject({ form: "allocation", amount: "500000.00", unitName: "高山村委会" });
  });

  it.each(["公示内容", "{", "{}", '{"form":"need"}', '{"form":"allocation","phone":"1"}', "[]", ""])(
    "plain or foreign text %j is no facts",
    (body) => {
      expect(readNoticeBody(body)).toBeNull();
    },
  );
});

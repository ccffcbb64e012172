import { describe, expect, it } from "vitest";
import { statesBefore } from "../transitions.ts";
import { type RefundableGift, refundTransitions, refundWindowEnd, whyNoRefund } from "./refund.ts";

const paidAt = new Date("2026-01-10T04:00:00Z");
const gift: RefundableGift = {
  channel: "online",
  paymentMethod: "alipay",
  paidAt,
  isDisputed: false,
  refundableFen: 500n,
};
const daysLater = (days: number) => new Date(paidAt.getTime() + days * 86_400_000);

describe("B12: what can still go back", () => {
  const cases: readonly [string, Partial<RefundableGift>, number, string | null][] = [
    ["Alipay on its last day", {}, 90, null],
    ["Alipay a day later", {}, 91, "window_over"],
    ["WeChat Pay on its last day", { paymentMethod: "wechat_pay" }, 180, null],
    ["WeChat Pay a day later", { paymentMethod: "wechat_pay" }, 181, "window_over"],
    ["a way of paying we do not know: the shortest window", { paymentMethod: null }, 91, "window_over"],
    ["a bank transfer has no window", { channel: "offline", paymentMethod: "bank_transfer" }, 4_000, null],
    ["spent already, or asked for", { refundableFen: 0n }, 1, "nothing_left"],
    ["while the bank's dispute is open", { isDisputed: true }, 1, "disputed"],
    ["never paid", { paidAt: null }, 1, "not_paid"],
  ];
  it.each(cases)("%s", (_name, changes, days, expected) => {
    expect(whyNoRefund({ ...gift, ...changes }, daysLater(days))).toBe(expected);
  });

  it("names the end of the window", () => {
    expect(refundWindowEnd(gift)).toEqual(daysLater(90));
    expect(refundWindowEnd({ ...gift, channel: "offline" })).toBeNull();
  });

  it("a refund that succeeded can still fail, one that was turned down never moves again", () => {
    expect(statesBefore(refundTransitions, "fail")).toContain("succeeded");
    expect(refundTransitions.map(({ from }): string => from)).not.toContain("rejected");
  });
});

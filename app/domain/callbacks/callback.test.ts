import { describe, expect, it } from "vitest";
import type { Membership, SignedInActor, StaffGrant } from "../actor.ts";
import { stateOfAnswer } from "./callback.ts";
import { answerOf, callbackForm } from "./callback-form.ts";
import { canCallBack } from "./callback-policy.ts";

const regionCode = "440783116248";
const charityId = "charity";
const parts = ["proposed", "approved", "paid", "confirmed", "handed over the slip"] as const;

const allGrants: readonly StaffGrant[] = [
  { role: "village_officer", regionCode },
  { role: "town_verifier", regionCode: "440783116" },
  { role: "town_verifier", regionCode: "440783117" },
  { role: "county_verifier", regionCode: "440783" },
  { role: "supervisor", regionCode: "" },
  { role: "auditor", regionCode: "" },
  { role: "platform_admin", regionCode: "" },
];
const membership: Membership = {
  organizationId: charityId,
  organizationName: "慈善会",
  kind: "charity",
  isVerified: true,
};

function person(grants: readonly StaffGrant[], memberships: readonly Membership[] = []): SignedInActor {
  return { kind: "user", userId: "one", displayName: "one", email: "one@jiedui.example", grants, memberships };
}

/** Every combination of the seven grants, with and without membership of the charity that paid: 2^8 people. */
const everybody = Array.from({ length: 2 ** 8 }, (_, bits) =>
  person(
    allGrants.filter((_grant, index) => (bits & (1 << index)) !== 0),
    (bits & 128) === 0 ? [] : [membership],
  ),
);

describe("D6: who calls a recipient back", () => {
  it("nobody who had any part in the payment, whatever roles they hold", () => {
    const allowed = everybody.flatMap((actor) =>
      parts
        .map((_part, position) => parts.map((__, index) => (index === position ? actor.userId : "somebody else")))
        .filter((people) => canCallBack(actor, { regionCode, charityId, people })),
    );
    expect(everybody.length * parts.length).toBe(1_280);
    expect(allowed).toEqual([]);
  });

  it("nobody of the charity that paid, and of the others exactly overseers and town staff of other towns", () => {
    const people = parts.map(() => "somebody else");
    for (const actor of everybody) {
      const roles = actor.grants.map((grant) => `${grant.role} ${grant.regionCode}`);
      const oversees = actor.grants.some(({ role }) => role === "supervisor" || role === "auditor");
      const isOfOtherTown = roles.includes("town_verifier 440783117") && !roles.includes("town_verifier 440783116");
      const expected = actor.memberships.length === 0 && (oversees || isOfOtherTown);
      expect([roles, canCallBack(actor, { regionCode, charityId, people })]).toEqual([roles, expected]);
    }
    expect(
      canCallBack(person([{ role: "town_verifier", regionCode: "440784101" }]), { regionCode, charityId, people }),
    ).toBe(false);
    expect(canCallBack({ kind: "anonymous" }, { regionCode, charityId, people })).toBe(false);
  });
});

describe("D6: what an answer means", () => {
  it.each([
    [{ reached: false, words: "" }, "unreached"],
    [{ reached: true, received: "full", amountFen: 500n, receivedOn: null, words: "" }, "confirmed"],
    [{ reached: true, received: "full", amountFen: 499n, receivedOn: null, words: "" }, "mismatched"],
    [{ reached: true, received: "part", amountFen: 500n, receivedOn: null, words: "" }, "mismatched"],
    [{ reached: true, received: "not", amountFen: 0n, receivedOn: null, words: "" }, "mismatched"],
  ] as const)("%o of 5.00 yuan is %s", (answer, state) => {
    expect(stateOfAnswer(answer, 500n)).toBe(state);
  });

  it("a form asks for sum and day where money came, and for nothing where nobody answered", () => {
    const parsed = (form: Readonly<Record<string, string | undefined>>) =>
      callbackForm.safeParse({ words: "", ...form });
    expect(parsed({ reached: "no", received: "", amount: "", receivedOn: "" }).success).toBe(true);
    expect(parsed({ reached: "yes", received: "not" }).success).toBe(true);
    for (const form of [
      {},
      { reached: "yes" },
      { reached: "yes", received: "full", amount: "", receivedOn: "2026-11-03" },
      { reached: "yes", received: "part", amount: "3.00", receivedOn: "" },
      { reached: "yes", received: "all", amount: "3.00", receivedOn: "2026-11-03" },
      { reached: "yes", received: "full", amount: "-3", receivedOn: "2026-11-03" },
    ])
      expect(parsed(form).success, JSON.stringify(form)).toBe(false);
    const whole = parsed({ reached: "yes", received: "part", amount: "3.00", receivedOn: "2026-11-03" });
    expect(whole.success && answerOf(whole.data)).toMatchObject({ received: "part", amountFen: 300n });
  });
});

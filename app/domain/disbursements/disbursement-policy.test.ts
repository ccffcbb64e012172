import { describe, expect, it } from "vitest";
import type { Membership, SignedInActor, StaffGrant } from "../actor.ts";
import { canApprove, canConfirm, canPayOut, canPropose } from "./disbursement-policy.ts";

const regionCode = "440783116248";
const charityId = "charity";

const allGrants: readonly StaffGrant[] = [
  { role: "village_officer", regionCode },
  { role: "town_verifier", regionCode: regionCode.slice(0, 9) },
  { role: "county_verifier", regionCode: regionCode.slice(0, 6) },
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

function person(userId: string, grants: readonly StaffGrant[], memberships: readonly Membership[]): SignedInActor {
  return { kind: "user", userId, displayName: userId, email: `${userId}@jiedui.example`, grants, memberships };
}

/** Every combination of the seven roles: 2^7 of them. */
const roleSets = Array.from({ length: 2 ** 7 }, (_, bits) => ({
  grants: allGrants.filter((_grant, index) => (bits & (1 << index)) !== 0),
  memberships: (bits & 64) === 0 ? [] : [membership],
}));

/** Whether these people, in this order, can take a payment from proposal to confirmation. */
function completes(
  proposer: SignedInActor,
  approver: SignedInActor | null,
  payer: SignedInActor,
  confirmer: SignedInActor,
) {
  const payment = {
    proposedBy: proposer.userId,
    approvedBy: null as string | null,
    paidBy: null as string | null,
    regionCode,
    charityId,
  };
  if (!canPropose(proposer, regionCode)) return false;
  if (approver !== null) {
    if (!canApprove(approver, payment)) return false;
    payment.approvedBy = approver.userId;
  }
  if (!canPayOut(payer, payment)) return false;
  payment.paidBy = payer.userId;
  return canConfirm(confirmer, payment);
}

describe("D6: who can take a payment through", () => {
  it("no combination of roles lets one person complete the chain alone", () => {
    const alone = roleSets.filter(({ grants, memberships }) => {
      const one = person("one", grants, memberships);
      return completes(one, null, one, one) || completes(one, one, one, one);
    });
    expect(alone).toEqual([]);
  });

  it("no combination of roles lets two people complete it, whoever does what", () => {
    const done: string[] = [];
    for (const first of roleSets) {
      for (const second of roleSets) {
        const people = [
          person("first", first.grants, first.memberships),
          person("second", second.grants, second.memberships),
        ];
        for (const proposer of people)
          for (const payer of people)
            for (const confirmer of people)
              if (completes(proposer, null, payer, confirmer))
                done.push([proposer, payer, confirmer].map((one) => one.userId).join(" "));
      }
    }
    expect(done).toEqual([]);
  });

  it("three people with every role complete it only in the six orders in which nobody does two steps", () => {
    const everything = roleSets.at(-1);
    const people = ["one", "two", "three"].map((id) =>
      person(id, everything?.grants ?? [], everything?.memberships ?? []),
    );
    const orders = people.flatMap((proposer) =>
      people.flatMap((payer) =>
        people
          .filter((confirmer) => completes(proposer, null, payer, confirmer))
          .map((confirmer) => [proposer, payer, confirmer]),
      ),
    );
    expect(orders).toHaveLength(6);
    for (const order of orders) expect(new Set(order).size).toBe(3);
  });

  it("A12: an approved payment takes four people", () => {
    const everything = roleSets.at(-1);
    const people = ["one", "two", "three", "four"].map((id) =>
      person(id, everything?.grants ?? [], everything?.memberships ?? []),
    );
    let count = 0;
    for (const proposer of people)
      for (const approver of people)
        for (const payer of people)
          for (const confirmer of people) {
            if (!completes(proposer, approver, payer, confirmer)) continue;
            count += 1;
            expect(new Set([proposer, approver, payer, confirmer]).size).toBe(4);
          }
    expect(count).toBe(24);
  });

  it("nobody acts outside the own subtree or for another charity", () => {
    const elsewhere = person(
      "elsewhere",
      allGrants.map(({ role }) => ({ role, regionCode: "51" })),
      [{ ...membership, organizationId: "another" }],
    );
    const payment = { proposedBy: "one", approvedBy: null, paidBy: null, regionCode, charityId };
    expect([
      canPropose(elsewhere, regionCode),
      canApprove(elsewhere, payment),
      canPayOut(elsewhere, payment),
      canConfirm(elsewhere, { ...payment, paidBy: "two" }),
    ]).toEqual([false, false, false, false]);
  });
});

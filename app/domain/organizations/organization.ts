/**
 * Enterprises, social organizations, charities, public units, schools and hospitals. Registering is open to all; acting in the organization's name waits for staff to
 * compare its 统一社会信用代码 and papers with the public record (S48, L6). Only a charity with a valid 公开募捐资格 may receive money (L2, L4).
 */
import type { Transition } from "../transitions.ts";

export const organizationKinds = [
  "enterprise",
  "social_organization",
  "charity",
  "public_unit",
  "school",
  "hospital",
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const organizationStates = ["registered", "verified", "rejected", "suspended"] as const;
export type OrganizationState = (typeof organizationStates)[number];

export const organizationTransitions = [
  { from: "registered", event: "verify", to: "verified", label: "核验通过", who: "county verifier" },
  { from: "registered", event: "reject", to: "rejected", label: "核验不通过", who: "county verifier" },
  { from: "rejected", event: "register_again", to: "registered", label: "重新登记", who: "member" },
  { from: "verified", event: "suspend", to: "suspended", label: "暂停", who: "county verifier" },
  { from: "suspended", event: "verify", to: "verified", label: "恢复", who: "county verifier" },
] as const satisfies readonly Transition<OrganizationState, string>[];
export type OrganizationEvent = (typeof organizationTransitions)[number]["event"];

const authoritiesOf: Readonly<Record<OrganizationKind, string>> = {
  enterprise: "9N",
  social_organization: "5",
  charity: "5",
  public_unit: "1",
  school: "15",
  hospital: "159",
};

const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/**
 * Checks a 统一社会信用代码 by GB 32100-2015: 18 characters, the last the weighted sum modulo 31.
 * Accepts full-width and lower-case input; returns the normal form, or null.
 */
export function normalizeCreditCode(input: string): string | null {
  const code = input.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return null;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += creditCodeAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  const check = creditCodeAlphabet.charAt((31 - (sum % 31)) % 31);
  return code.charAt(17) === check ? code : null;
}

/**
 * Whether the code was given out by an authority that registers this kind of legal person: 9 and N (markets, farmers' cooperatives) for
 * enterprises, 5 (civil affairs) for social organizations and charities, 1 (机构编制) for public units; schools and hospitals are public
 * or private.
 */
export function creditCodeFitsKind(creditCode: string, kind: OrganizationKind): boolean {
  const authority = creditCode.charAt(0);
  return authoritiesOf[kind].includes(authority);
}

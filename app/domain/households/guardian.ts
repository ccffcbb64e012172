/**
 * Who stands for a child (F11; Civil Code article 27): needed for everybody under 14 and for a head of household who is a minor. Where a parent or
 * grandparent of the household signs as guardian, it is them and nobody types it twice (S33). Sealed as one piece with the child's row.
 */
import { z } from "zod";
import { ageOn } from "../clock.ts";
import { adultAge, guardianNeededBelowAge } from "./consent.ts";
import type { MemberRelation } from "./household.ts";

export const guardianRelations = ["parent", "grandparent", "sibling", "relative", "village_committee"] as const;
export type GuardianRelation = (typeof guardianRelations)[number];

export type Guardian = { name: string; relation: GuardianRelation; phone: string | null };

type Person = { readonly name: string; readonly relation: MemberRelation; readonly birthDate: string };

export function isGuardianNeeded({ relation, birthDate }: Omit<Person, "name">, today: string): boolean {
  return ageOn(birthDate, today) < (relation === "head" ? adultAge : guardianNeededBelowAge);
}

/** What the signer is to a child of the household, by both their relations to the head. */
function relationOfSigner(signer: Person, child: Person): GuardianRelation {
  const isHeadOrSpouse = signer.relation === "head" || signer.relation === "spouse";
  if (isHeadOrSpouse && child.relation === "child") return "parent";
  if (isHeadOrSpouse && child.relation === "grandchild") return "grandparent";
  if (signer.relation === "head" && child.relation === "sibling") return "sibling";
  if (signer.relation === "parent" && (child.relation === "head" || child.relation === "sibling")) return "parent";
  if (signer.relation === "grandparent" && child.relation === "head") return "grandparent";
  return signer.relation === "sibling" && child.relation === "head" ? "sibling" : "relative";
}

/** The guardian of a child where one member of the household signed as such; null: it has to be written down. */
export function guardianWhoSigned(
  child: Person,
  signature: { signedByName: string; isGuardian: boolean; phone: string | null },
  members: readonly Person[],
): Guardian | null {
  const signer = members.find(({ name }) => name === signature.signedByName);
  if (!signature.isGuardian || signer === undefined || signer === child) return null;
  return { name: signer.name, relation: relationOfSigner(signer, child), phone: signature.phone };
}

const sealedGuardian = z.object({
  name: z.string(),
  relation: z.enum(guardianRelations),
  phone: z.string().nullable(),
});

/** As it is sealed. */
export function guardianText({ name, relation, phone }: Guardian): string {
  return JSON.stringify({ name, relation, phone });
}

/** @throws when the sealed text is no guardian's: it was written by something else */
export function readGuardian(text: string): Guardian {
  return sealedGuardian.parse(JSON.parse(text));
}

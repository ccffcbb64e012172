import { isLuhn } from "#app/domain/households/bank-account.ts";
import { guardianWhoSigned, isGuardianNeeded } from "#app/domain/households/guardian.ts";
import type { MemberRelation } from "#app/domain/households/household.ts";
import { sealGuardian } from "#app/domain/households/seal-household.server.ts";
import type { Sealer } from "#db/sealer.server.ts";

const illnesses = ["高血压", "风湿性关节炎", "慢性肾病", "慢性支气管炎"] as const;

export function inventIllness(index: number): string {
  return illnesses[index % illnesses.length] ?? illnesses[0];
}

/** A card of no bank, with its check digit. */
export function inventAccount(index: number): string {
  const start = `622000${String(index).padStart(12, "0")}`;
  return `${start}${[..."0123456789"].find((digit) => isLuhn(start + digit))}`;
}

type Invented = { id: string; name: string; relation: MemberRelation; birthDate: string };

/** The head of the household stands for its children. */
export function sealedGuardianOf(sealer: Sealer, member: Invented, head: Invented | undefined, today: string) {
  if (head === undefined || !isGuardianNeeded(member, today)) return {};
  const signature = { signedByName: head.name, isGuardian: true, phone: null };
  const guardian = guardianWhoSigned(member, signature, [head]);
  return guardian === null ? {} : sealGuardian(sealer, member.id, guardian);
}

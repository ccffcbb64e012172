import { pairingKindRows } from "#app/domain/pairings/pairing-kinds.ts";
import type { HelperPairing } from "#app/domain/pairings/pairing-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";

type AgreementFacts = Pick<
  HelperPairing,
  "kind" | "promise" | "villageNote" | "fromDay" | "toDay" | "organizationName" | "groupName" | "partnerName"
> & { householdCode: string | null; villageName: string; personName?: string | null };

/** The agreement in words: what the helper signs is kept as it reads here. A household is only its code. */
export function agreementText(t: Messages, pairing: AgreementFacts): string {
  const words = t.deeds.agreement;
  const helper = pairing.groupName ?? pairing.organizationName ?? pairing.personName ?? t.pairings.case.me;
  const code = pairing.householdCode;
  const target = pairing.partnerName ?? (code === null ? pairing.villageName : words.householdOf(code));
  return [
    words.between(helper, target),
    words.kind(t.pairings.kinds[pairing.kind]),
    words.promise(pairing.promise),
    words.note(pairing.villageNote ?? ""),
    words.period(pairing.fromDay, pairing.toDay),
    pairingKindRows[pairing.kind].deedsPerYear > 0 ? words.duty : words.noDuty,
    words.rules,
    words.review,
  ].join("\n");
}

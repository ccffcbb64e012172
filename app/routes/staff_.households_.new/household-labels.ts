import type { Messages } from "#app/i18n/catalog.ts";

/** Field name → label for the error summary; a member's field says whose it is. */
export function householdLabels(t: Messages, names: readonly string[]): Record<string, string> {
  const words = new Map<string, unknown>([
    ...Object.entries(t.households),
    ["responsibleUserId", t.households.responsible],
    ["hasRegisterConsent", t.vocabulary.consentPurposes.register],
    ["groupName", t.households.group],
  ]);
  const labels: Record<string, string> = {};
  for (const name of names) {
    const match = /^members\[(\d+)\]\.(\w+)$/.exec(name);
    const label = words.get(match?.[2] ?? name);
    if (typeof label !== "string") continue;
    const position = Number(match?.[1] ?? 0);
    const whose = position === 0 ? t.households.headMember : t.households.memberNumber(position + 1);
    labels[name] = match ? `${whose} ${label}` : label;
  }
  return labels;
}

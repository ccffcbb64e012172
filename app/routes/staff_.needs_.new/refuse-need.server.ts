import type { TextFinding } from "#app/domain/needs/gate-need-texts.server.ts";

/** Findings of the public-text gate as field errors: `forbidden.<kind>:<found>` beside the text that holds it. */
export function findingErrors(findings: readonly TextFinding[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { field, kind, found } of findings) {
    errors[field] = [...(errors[field] ?? []), `forbidden.${kind}:${found}`];
  }
  return errors;
}

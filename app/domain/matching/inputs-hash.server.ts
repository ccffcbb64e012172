import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { IntentFacts, NeedFacts } from "./score.ts";
import type { WeightsVersion } from "./weights.ts";

export function sha256Of(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** What a proposal was scored from, in one number: who has the facts can compute it again (D1). */
export function inputsHashOf(need: NeedFacts, intent: IntentFacts, { version, weights }: WeightsVersion): string {
  return sha256Of({ need, intent, version, weights });
}

import type { Env } from "#app/env.server.ts";
import { demoPersonas, demoTotpSecret } from "#db/seed/personas.ts";
import type { SecondFactor } from "./second-factor.server.ts";
import { nextFreeCode } from "./totp.server.ts";

type Mode = Pick<Env, "mode" | "personasSkipSecondFactor">;

/**
 * Whether the password is enough for this address: only for the made-up people of the demo, who have no phone, and only outside production.
 * In the demo the person's button signs in with both factors; the form asks everybody for the code.
 */
export function personaSkipsSecondFactor(env: Mode, email: string, isButton: boolean): boolean {
  if (env.mode === "production" || !demoPersonas.some((persona) => persona.email === email)) return false;
  return env.personasSkipSecondFactor || (env.mode === "demo" && isButton);
}

/** In the demo the code a persona's phone would show; null everywhere else, and for every other secret. */
export function demoCodeOf(env: Mode, factor: SecondFactor | null, at: Date): string | null {
  if (env.mode !== "demo" || factor === null || factor.secret !== demoTotpSecret) return null;
  return nextFreeCode(factor.secret, factor.lastStep, at);
}

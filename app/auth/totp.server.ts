import { Secret, TOTP } from "otpauth";

/** What every authenticator app understands: SHA-1, six digits, half a minute (RFC 6238). */
const periodSeconds = 30;
/** One step before and after: a phone's clock may be half a minute off (E3). */
const toleratedSteps = 1;

/** A fresh secret of 160 random bits, as apps take it: base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

function totpOf(secret: string, label = ""): TOTP {
  const settings = { issuer: "Jiedui", algorithm: "SHA1", digits: 6, period: periodSeconds };
  return new TOTP({ ...settings, label, secret: Secret.fromBase32(secret) });
}

/** What the QR code says. */
export function totpUri(secret: string, label: string): string {
  return totpOf(secret, label).toString();
}

/** The step of time an instant lies in. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / (periodSeconds * 1_000));
}

/** The step whose code this is, within the tolerated ones; null when it is none of them. */
export function matchingStep(secret: string, code: string, at: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: at.getTime(), window: toleratedSteps });
  return delta === null ? null : stepAt(at) + delta;
}

/** The code of a step; for the demo, which has no phone, and for tests. */
export function codeOfStep(secret: string, step: number): string {
  return totpOf(secret).generate({ timestamp: step * periodSeconds * 1_000 });
}

/** The code that is good now though the last one was used: that of the next free step within the tolerated ones. */
export function nextFreeCode(secret: string, lastStep: number | null, at: Date): string {
  const now = stepAt(at);
  return codeOfStep(secret, Math.min(Math.max(now, (lastStep ?? 0) + 1), now + toleratedSteps));
}

import { codeOfStep, stepAt } from "#app/auth/totp.server.ts";
import { secondFactorPlace } from "#app/domain/accounts/sealed-places.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";
import type { Sealer } from "#db/sealer.server.ts";

/** The secret of every authenticator in tests. */
export const testSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** Gives somebody a proved authenticator with the tests' secret, past the page. */
export async function enrol(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { userId }: { userId: string },
  at: Date,
): Promise<void> {
  const secretSealed = sealer.seal(testSecret, secondFactorPlace(userId));
  await db.insert(secondFactors).values({ userId, secretSealed, begunAt: at, enrolledAt: at });
}

/** What the phone shows so many steps of half a minute later. */
export function codeAt(at: Date, steps = 0, secret = testSecret): string {
  return codeOfStep(secret, stepAt(at) + steps);
}

import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { volunteers } from "#db/schema/volunteers.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import type { VolunteerInput } from "./volunteer-form.ts";

/** Where a volunteer's phone number is sealed: moved to another row it cannot be opened (F5). */
export function volunteerPhonePlace(userId: string): string {
  return `volunteers:${userId}:phone`;
}

/** Enters a person in the real-name register, or changes the entry. The phone is sealed; organizers see it for their own shifts only. */
export async function registerVolunteer(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: VolunteerInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_signed_in" | "unknown_region">> {
  const userId = actorUserId(actor);
  if (userId === null) return err("not_signed_in");
  const known = await db
    .select({ code: regions.code })
    .from(regions)
    .where(eq(regions.code, input.regionCode))
    .limit(1);
  if (known.length === 0) return err("unknown_region");
  const { phone, ...rest } = input;
  const entry = { ...rest, phoneSealed: sealer.seal(phone, volunteerPhonePlace(userId)) };
  await db
    .insert(volunteers)
    .values({ userId, registeredAt: at, ...entry })
    .onConflictDoUpdate({ target: volunteers.userId, set: entry });
  return ok();
}

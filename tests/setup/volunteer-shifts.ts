import type { SignedInActor } from "#app/domain/actor.ts";
import { addShift } from "#app/domain/volunteers/add-shift.server.ts";
import { changeProjectState } from "#app/domain/volunteers/change-project-state.server.ts";
import { postProject } from "#app/domain/volunteers/post-project.server.ts";
import { registerVolunteer } from "#app/domain/volunteers/register-volunteer.server.ts";
import type { Db } from "#db/client.server.ts";
import { createSealer, type Sealer } from "#db/sealer.server.ts";
import { bulan, createUser, factoryDate } from "#db/seed/factories.server.ts";

export const testSealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));

/** The value of a result that is expected to be one. */
export function expectOk<Value>(result: { ok: true; value: Value } | { ok: false; code: string }): Value {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

export const projectInput = {
  title: "步栏村义剪",
  description: "为村里老人理发，顺便修风扇。",
  serviceType: "haircut" as const,
  regionCode: bulan,
  place: "文化室",
  riskNotice: "山路弯多，统一乘车，队里买保险。",
  visitsHomes: false,
};

/** A published project of the organizer's organization with one shift. */
export async function openShift(
  db: Db,
  organizer: SignedInActor,
  { seats, startsAt, hours = 3 }: { seats: number; startsAt: Date; hours?: number },
) {
  const organizationId = organizer.memberships[0]?.organizationId ?? "";
  const { projectId } = expectOk(await postProject(db, { ...projectInput, organizationId }, organizer, factoryDate));
  const endsAt = new Date(startsAt.getTime() + hours * 3_600_000);
  const { shiftId } = expectOk(await addShift(db, { projectId, startsAt, endsAt, seats }, organizer, factoryDate));
  expectOk(await changeProjectState(db, { projectId, event: "publish" }, organizer, factoryDate));
  return { projectId, shiftId, startsAt, endsAt };
}

/** Somebody in the register. */
export async function createVolunteer(db: Db, sealer: Sealer = testSealer): Promise<SignedInActor> {
  const actor = await createUser(db);
  const entry = {
    realName: "陈晓彤",
    phone: "13800000000",
    regionCode: bulan,
    skills: ["haircut" as const],
    availability: "",
  };
  expectOk(await registerVolunteer({ db, sealer }, entry, actor, factoryDate));
  return actor;
}

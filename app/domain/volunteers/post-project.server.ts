import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { volunteerProjects } from "#db/schema/volunteers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { VolunteerProjectInput } from "./volunteer-form.ts";
import { canOrganize } from "./volunteer-policy.ts";

/** Drafts a project for an organization; it is seen by nobody until it is published with a shift. */
export async function postProject(
  db: Db,
  input: VolunteerProjectInput & { organizationId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ projectId: string }, "not_allowed" | "unknown_region">> {
  if (!canOrganize(actor, input.organizationId)) return err("not_allowed");
  const known = await db
    .select({ code: regions.code })
    .from(regions)
    .where(eq(regions.code, input.regionCode))
    .limit(1);
  if (known.length === 0) return err("unknown_region");
  const id = newId();
  await db.transaction(async (tx) => {
    await tx.insert(volunteerProjects).values({
      ...input,
      id,
      publicCode: newPublicCode(),
      state: "drafted",
      createdBy: actorUserId(actor),
      createdAt: at,
    });
    await recordTransition(tx, at, actor, {
      noun: "volunteer_project",
      subjectId: id,
      from: null,
      event: "draft",
      to: "drafted",
    });
    await recordEvents(tx, at, { kind: "volunteer_project.changed", projectId: id });
  });
  return ok({ projectId: id });
}

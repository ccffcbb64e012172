import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { membershipOf, type SignedInActor, scopesOf } from "../actor.ts";
import type { HospitalGrade } from "../organizations/hospital-grade.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { professionDeciderRoles } from "./pairing-policy.ts";

/** The county writes down a hospital's grade as its licence says (S78); nobody for their own hospital, and only in its own county. */
export async function setHospitalGrade(
  db: Db,
  input: { organizationId: string; grade: HospitalGrade },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "unknown_hospital">> {
  const { organizationId, grade } = input;
  if (membershipOf(actor, organizationId) !== undefined) return err("unknown_hospital");
  return db.transaction(async (tx) => {
    const [hospital] = await tx
      .update(organizations)
      .set({ hospitalGrade: grade })
      .where(
        and(
          eq(organizations.id, organizationId),
          eq(organizations.kind, "hospital"),
          inScope(organizations.regionCode, scopesOf(actor, professionDeciderRoles)),
        ),
      )
      .returning({ state: organizations.state });
    if (!hospital) return err("unknown_hospital");
    const { state } = hospital;
    const step = {
      noun: "organization",
      subjectId: organizationId,
      from: state,
      event: "grade",
      to: state,
      reason: grade,
    };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "organization.changed", organizationId });
    return ok();
  });
}

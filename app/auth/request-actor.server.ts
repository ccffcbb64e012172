import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Actor, anonymousActor, mustHaveSecondFactor, type SignedInActor, staffRoles } from "#app/domain/actor.ts";
import type { Db } from "#db/client.server.ts";
import { sessionLimits } from "./sessions.server.ts";

const actorRow = z.object({
  userId: z.string(),
  displayName: z.string(),
  email: z.string(),
  grants: z.array(z.object({ role: z.enum(staffRoles), regionCode: z.string() })),
  memberships: z.array(
    z.object({
      organizationId: z.string(),
      organizationName: z.string(),
      kind: z.enum(["enterprise", "social_organization", "charity"]),
      isVerified: z.boolean(),
    }),
  ),
  isSeenLately: z.boolean(),
  secondFactorAt: z.number().nullable(),
});

export type RequestSession = {
  actor: Actor;
  /** Somebody who must have a second factor and has not shown one in this session: may enrol, and nothing else (E3). */
  enrolling: SignedInActor | null;
  secondFactorAt: Date | null;
};

const noSession: RequestSession = { actor: anonymousActor, enrolling: null, secondFactorAt: null };

/**
 * Who holds this session: user, grants valid now and memberships in one query. Anonymous when the session is unknown, idle too long, over,
 * or its user disabled (E2). A session that began before its user became staff is held to the staff limits all the same.
 */
export async function readSession(db: Db, idHash: string, at: Date): Promise<RequestSession> {
  const { idleMinutes, absoluteMinutes } = sessionLimits.staff;
  const now = sql`${at.toISOString()}::timestamptz`;
  const rows = await db.execute(sql`
    select u.id as "userId", u.display_name as "displayName", u.email,
      coalesce(g.grants, '[]') as grants, coalesce(m.memberships, '[]') as memberships,
      s.last_seen_at > ${now} - interval '1 minute' as "isSeenLately",
      (extract(epoch from s.second_factor_at) * 1000)::float8 as "secondFactorAt"
    from sessions s
    join users u on u.id = s.user_id and not u.is_disabled
    left join lateral (
      select jsonb_agg(jsonb_build_object('role', role, 'regionCode', region_code) order by role, region_code) as grants
      from role_grants
      where user_id = u.id and valid_from <= ${now} and (valid_to is null or valid_to > ${now})
    ) g on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('organizationId', o.id, 'organizationName', o.name, 'kind', o.kind,
        'isVerified', o.state = 'verified') order by om.joined_at, o.id) as memberships
      from organization_members om join organizations o on o.id = om.organization_id
      where om.user_id = u.id
    ) m on true
    where s.id_hash = ${idHash} and s.expires_at > ${now}
      and s.last_seen_at > ${now} - make_interval(mins => s.idle_minutes)
      and (g.grants is null or (
        s.last_seen_at > ${now} - make_interval(mins => ${idleMinutes}::int)
        and s.created_at > ${now} - make_interval(mins => ${absoluteMinutes}::int)))`);
  const [first] = rows;
  if (first === undefined) return noSession;
  const { isSeenLately, secondFactorAt, ...person } = actorRow.parse(first);
  if (!isSeenLately) await markSeen(db, idHash, at);
  const actor: SignedInActor = { kind: "user", ...person };
  if (secondFactorAt !== null) return { actor, enrolling: null, secondFactorAt: new Date(secondFactorAt) };
  return mustHaveSecondFactor(actor) ? { ...noSession, enrolling: actor } : { ...noSession, actor };
}

/** The actor alone: anonymous for whoever may only enrol. */
export async function actorOfSession(db: Db, idHash: string, at: Date): Promise<Actor> {
  return (await readSession(db, idHash, at)).actor;
}

/** At most one write a minute and session, however many pages are read. */
async function markSeen(db: Db, idHash: string, at: Date): Promise<void> {
  await db.execute(sql`
    update sessions set last_seen_at = ${at.toISOString()}::timestamptz
    where id_hash = ${idHash} and last_seen_at <= ${at.toISOString()}::timestamptz - interval '1 minute'`);
}

import { createNeed, createQualifiedCharity, createTestRegions, createUser } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import type { World } from "./money-histories.ts";

export type Worlds = { next: () => Promise<World>; proposerId: string; approverId: string };

const perBatch = 250;

/** Charities with needs, copied from one of each in a few statements: thousands of histories start at once. */
export async function createWorlds({ db, sql }: TestDatabase): Promise<Worlds> {
  await createTestRegions(db);
  const charity = await createQualifiedCharity(db);
  const need = await createNeed(db, { ...charity, publicationMode: "public", goalFen: 1_000n });
  const proposer = await createUser(db);
  const approver = await createUser(db);
  // why: these needs are only accounts to fill; what a need must have before it is public is proven elsewhere.
  await sql`alter table needs disable trigger needs_publication_by_insert`;
  const ready: World[] = [];
  const fill = async () => {
    const rows = await sql<World[]>`
      with world as materialized (select gen_random_uuid() as charity, gen_random_uuid() as one, gen_random_uuid() as two from generate_series(1, ${perBatch})),
      charities as (insert into organizations select (jsonb_populate_record(template, jsonb_build_object('id', world.charity,
          'stripe_account_id', 'acct_' || world.charity, 'credit_code', left(world.charity::text, 18)))).*
        from organizations template, world where template.id = ${charity.charityId} returning id),
      members as (insert into organization_members (organization_id, user_id, is_owner, joined_at)
        select charity, ${approver.userId}::uuid, true, '2026-11-01' from world returning user_id),
      goals as (insert into needs select (jsonb_populate_record(template, jsonb_build_object('id', made.id, 'public_code', left(made.id::text, 13),
          'charity_id', world.charity))).*
        from needs template, world, lateral (values (world.one), (world.two)) made(id) where template.id = ${need.id} returning id)
      select charity as "charityId", 'acct_' || charity as "accountId", array[one, two] as "needIds" from world`;
    ready.push(...rows);
  };
  return {
    proposerId: proposer.userId,
    approverId: approver.userId,
    next: async () => {
      if (ready.length === 0) await fill();
      const world = ready.pop();
      if (!world) throw new Error("no world was made");
      return world;
    },
  };
}

import { hash } from "@node-rs/argon2";
import { secondFactorPlace } from "#app/domain/accounts/sealed-places.ts";
import type { SignedInActor, StaffRole } from "#app/domain/actor.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { inventName, inventSurname } from "./names.ts";
import { type DemoPersona, demoPersonas, demoTotpSecret, type PersonaKey } from "./personas.ts";
import { planCountyCode, planTownCode } from "./plan-document.ts";
import type { Random } from "./random.ts";

const bulanCode = "440783116248";
const gaoshanCode = "440783116255";
const townCadreCount = 10;

const staffPosts: Partial<Record<PersonaKey, { role: StaffRole; regionCode: string }>> = {
  officerBulan: { role: "village_officer", regionCode: bulanCode },
  officerGaoshan: { role: "village_officer", regionCode: gaoshanCode },
  town: { role: "town_verifier", regionCode: planTownCode },
  county: { role: "county_verifier", regionCode: planCountyCode },
  secondCounty: { role: "county_verifier", regionCode: planCountyCode },
  supervisor: { role: "supervisor", regionCode: planTownCode },
  auditor: { role: "auditor", regionCode: planCountyCode },
  admin: { role: "platform_admin", regionCode: "" },
};

/** Staff and those who act for the charity. */
const personasWithFactor = new Set<PersonaKey>([
  "officerBulan",
  "officerGaoshan",
  "town",
  "county",
  "secondCounty",
  "supervisor",
  "auditor",
  "admin",
  "cashier",
  "payer",
]);

/** The authenticators of the personas who must have one (E3); all have the demo's one secret. */
export async function seedSecondFactors(
  db: DbOrTx,
  { sealer, people, at }: { sealer: Sealer; people: SeededPeople; at: Date },
): Promise<void> {
  const holders = demoPersonas.filter((persona) => personasWithFactor.has(persona.key));
  await db.insert(secondFactors).values(
    holders.map(({ key }) => {
      const { userId } = people.personas[key];
      const secretSealed = sealer.seal(demoTotpSecret, secondFactorPlace(userId));
      return { userId, secretSealed, begunAt: at, enrolledAt: at };
    }),
  );
}

export type SeededPeople = {
  personas: Readonly<Record<PersonaKey, SignedInActor>>;
  /** The officer of each village, by its code. */
  officers: ReadonlyMap<string, SignedInActor>;
  /** Cadres who are 帮扶责任人 of the focus households. */
  cadres: readonly SignedInActor[];
  /** Citizens who gave, volunteered or paired in the demo's past; nobody signs in as them. */
  citizens: readonly SignedInActor[];
};

type NewPerson = { email: string; displayName: string; post?: { role: StaffRole; regionCode: string } };

/** Accounts of the personas, one officer per village, the cadres and a few citizens. `from` is when their posts begin. */
export async function seedPeople(
  db: DbOrTx,
  random: Random,
  options: { villageCodes: readonly string[]; from: Date },
): Promise<SeededPeople> {
  const byPersona: NewPerson[] = demoPersonas.map((persona) => ({
    email: persona.email,
    displayName: persona.name,
    ...(staffPosts[persona.key] ? { post: staffPosts[persona.key] } : {}),
  }));
  const otherVillages = options.villageCodes.filter((code) => code !== bulanCode && code !== gaoshanCode);
  const officers = otherVillages.map((code) =>
    invented(random, `officer-${code}`, { role: "village_officer", regionCode: code }),
  );
  const cadres = Array.from({ length: townCadreCount }, (_, index) => invented(random, `cadre-${index + 1}`));
  const citizens = Array.from({ length: 24 }, (_, index) => invented(random, `citizen-${index + 1}`));
  const hashes = await hashPersonas(demoPersonas);
  const actors = await insertPeople(
    db,
    random,
    options.from,
    [...byPersona, ...officers, ...cadres, ...citizens],
    hashes,
  );

  const at = (index: number): SignedInActor => {
    const actor = actors[index];
    if (!actor) throw new RangeError("a person is missing");
    return actor;
  };
  const actorOf = (key: PersonaKey) => at(demoPersonas.findIndex((persona) => persona.key === key));
  const afterPersonas = byPersona.length;
  return {
    personas: {
      officerBulan: actorOf("officerBulan"),
      officerGaoshan: actorOf("officerGaoshan"),
      town: actorOf("town"),
      county: actorOf("county"),
      secondCounty: actorOf("secondCounty"),
      supervisor: actorOf("supervisor"),
      auditor: actorOf("auditor"),
      admin: actorOf("admin"),
      citizen: actorOf("citizen"),
      enterprise: actorOf("enterprise"),
      partnerEnterprise: actorOf("partnerEnterprise"),
      ngo: actorOf("ngo"),
      cashier: actorOf("cashier"),
      payer: actorOf("payer"),
    },
    officers: new Map([
      [bulanCode, actorOf("officerBulan")],
      [gaoshanCode, actorOf("officerGaoshan")],
      ...otherVillages.map((code, index): [string, SignedInActor] => [code, at(afterPersonas + index)]),
    ]),
    cadres: cadres.map((_, index) => at(afterPersonas + officers.length + index)),
    citizens: citizens.map((_, index) => at(afterPersonas + officers.length + cadres.length + index)),
  };
}

function invented(random: Random, mailbox: string, post?: NewPerson["post"]): NewPerson {
  const gender = random.chance(0.5) ? "female" : "male";
  const displayName = inventName(random, inventSurname(random), gender, random.int(1965, 1996));
  return { email: `${mailbox}@jiedui.example`, displayName, ...(post ? { post } : {}) };
}

/** Signs nobody in: people of the demo's past have no usable password. Another one than that of somebody who was only invited. */
const noPassword = "$argon2id$v=19$m=19456,t=2,p=1$BBBBBBBBBBBBBBBBBBBBBA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

async function hashPersonas(personas: readonly DemoPersona[]): Promise<ReadonlyMap<string, string>> {
  const pairs = await Promise.all(
    personas.map(
      async (persona): Promise<[string, string]> => [
        persona.email,
        // OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
        await hash(persona.password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
      ],
    ),
  );
  return new Map(pairs);
}

async function insertPeople(
  db: DbOrTx,
  random: Random,
  from: Date,
  people: readonly NewPerson[],
  hashes: ReadonlyMap<string, string>,
): Promise<SignedInActor[]> {
  const rows = people.map((person) => ({ ...person, id: random.id() }));
  await db.insert(users).values(
    rows.map((row) => ({
      id: row.id,
      email: row.email,
      displayName: row.displayName,
      passwordHash: hashes.get(row.email) ?? noPassword,
      createdAt: from,
    })),
  );
  const grants = rows.flatMap((row) =>
    row.post ? [{ id: random.id(), userId: row.id, validFrom: from, ...row.post }] : [],
  );
  await db.insert(roleGrants).values(grants);
  return rows.map((row) => ({
    kind: "user",
    userId: row.id,
    displayName: row.displayName,
    email: row.email,
    grants: row.post ? [row.post] : [],
    memberships: [],
  }));
}

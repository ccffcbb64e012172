import { and, eq, inArray, isNull, like, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { files } from "#db/schema/files.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needPhotos, needs } from "#db/schema/needs.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { ageOn } from "../clock.ts";
import { nameSound } from "../households/name-sound.server.ts";
import { likenessOf, speaksWithinOneFile } from "./person-likeness.ts";
import { type GateFinding, type OtherPlace, sameLookDistance } from "./reasonable-need.ts";

type NeedOfGate = { id: string; regionCode: string; householdId: string | null };
type Reader = { actor: Actor };

function isReadable(actor: Actor, regionCode: string): boolean {
  return scopesOf(actor).some((scope) => regionCode.startsWith(scope));
}

/**
 * Other needs with a picture that looks like one of this need's: used again, resized, compressed or cropped. Stops the need, unless it is the
 * same household's or the same village's own: then the checker says why. The other one is named only to who may read it.
 */
export async function listSamePhotos(db: DbOrTx, need: NeedOfGate, { actor }: Reader): Promise<GateFinding[]> {
  const theirs = alias(needPhotos, "theirs");
  const mineFile = alias(files, "mine_file");
  const theirFile = alias(files, "their_file");
  const rows = await db
    .selectDistinctOn([needs.id], {
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      regionCode: needs.regionCode,
      householdId: needs.householdId,
    })
    .from(needPhotos)
    .innerJoin(mineFile, eq(mineFile.id, needPhotos.fileId))
    .innerJoin(theirs, ne(theirs.needId, needPhotos.needId))
    .innerJoin(
      theirFile,
      and(
        eq(theirFile.id, theirs.fileId),
        sql`look_alike(${mineFile.perceptualHashes}, ${theirFile.perceptualHashes}, ${sameLookDistance})`,
      ),
    )
    .innerJoin(needs, eq(needs.id, theirs.needId))
    .where(and(eq(needPhotos.needId, need.id), notInArray(needs.state, ["withdrawn", "rejected"])))
    .limit(5);
  return rows.map((row) => {
    const isOwn = row.householdId === need.householdId && row.regionCode === need.regionCode;
    const other: OtherPlace = isReadable(actor, row.regionCode)
      ? { id: row.id, label: `${row.title}（${row.publicCode}）` }
      : null;
    return { kind: "same_photo", key: `same_photo:${row.id}`, severity: isOwn ? "reason" : "block", other };
  });
}

const memberColumns = {
  id: householdMembers.id,
  householdId: householdMembers.householdId,
  name: householdMembers.name,
  gender: householdMembers.gender,
  birthDate: householdMembers.birthDate,
  hasIdNumber: sql<boolean>`${householdMembers.idNumberIndex} is not null`,
  regionCode: households.regionCode,
};

/**
 * Persons of this household who may be on file a second time, here or in another household of the town: same birthday and sex, and a name
 * that is alike; for children of one village the birthday is enough. Two ID numbers that differ are two persons.
 */
export async function listSamePersons(
  db: DbOrTx,
  need: NeedOfGate,
  { actor, day }: Reader & { day: string },
): Promise<GateFinding[]> {
  if (need.householdId === null) return [];
  const mine = await membersWhere(db, eq(householdMembers.householdId, need.householdId));
  if (mine.length === 0) return [];
  const birthDates = [...new Set(mine.map((member) => member.birthDate))];
  const others = await membersWhere(
    db,
    and(
      inArray(householdMembers.birthDate, birthDates),
      or(
        eq(householdMembers.householdId, need.householdId),
        and(
          like(households.regionCode, `${need.regionCode.slice(0, 9)}%`),
          notInArray(households.state, ["withdrawn", "closed"]),
        ),
      ),
    ),
  );
  return mine.flatMap((member) =>
    others.flatMap((other): GateFinding[] => {
      const isSameFile = other.householdId === member.householdId;
      // Within one file each pair once.
      if (other.id === member.id || (isSameFile && other.id < member.id)) return [];
      if (member.hasIdNumber && other.hasIdNumber) return [];
      const likeness = likenessOf(withSound(member), withSound(other));
      if (likeness === null || (isSameFile && !speaksWithinOneFile(likeness))) return [];
      const isFaint = likeness === "same_birthday" || likeness === "shared_characters";
      const isChild = ageOn(member.birthDate, day) < 18;
      if (isFaint && !(isChild && other.regionCode === need.regionCode)) return [];
      const readable = isReadable(actor, other.regionCode);
      return [
        {
          kind: "same_person",
          key: `same_person:${[member.id, other.id].sort().join(":")}`,
          severity: "reason",
          memberName: member.name,
          otherName: readable ? other.name : null,
          birthDate: member.birthDate,
          likeness,
          other: readable ? { id: other.householdId, label: other.name } : null,
        },
      ];
    }),
  );
}

function membersWhere(db: DbOrTx, condition: SQL | undefined) {
  return db
    .select(memberColumns)
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(and(isNull(householdMembers.leftOn), condition ?? sql`false`))
    .limit(500);
}

function withSound<Person extends { name: string }>(person: Person): Person & { sound: string } {
  return { ...person, sound: nameSound(person.name) };
}

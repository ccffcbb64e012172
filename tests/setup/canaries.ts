import sharp from "sharp";
import { lineDetailsPlace } from "#app/domain/bank-statements/sealed-places.ts";
import { complaintContactPlace, complaintEmailPlace } from "#app/domain/complaints/sealed-places.ts";
import { storeFile } from "#app/domain/files/store-file.server.ts";
import { guardianText } from "#app/domain/households/guardian.ts";
import {
  householdBankAccountPlace,
  householdPhonePlace,
  memberDiagnosisPlace,
  memberGuardianPlace,
  memberIdNumberPlace,
} from "#app/domain/households/sealed-places.ts";
import { newId } from "#app/domain/ids.ts";
import { objectionContactPlace } from "#app/domain/notices/sealed-places.ts";
import { volunteerPhonePlace } from "#app/domain/volunteers/register-volunteer.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { createHousehold, createUser } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "./database.ts";

/**
 * A value nobody but its holders may read. `own`: the mail address whose owner may read it in a mail to themselves. `isSealed`: not even those
 * who work on the file read it without a reveal. `isOfHousehold`: no charity, donor or helper has a part in it.
 */
export type Canary = { name: string; value: string; own?: string; isSealed: boolean; isOfHousehold: boolean };

export type Planted = {
  canaries: readonly Canary[];
  /** What everybody may read, to see that the scan reaches where it looks. */
  publicTitle: string;
  needCode: string;
  donorEmail: string;
  receiptName: string;
  household: { id: string };
  donationId: string;
  /** The charity that receives for the planted need, and a helper with a pairing of their own. */
  charityId: string | null;
  helperId: string;
};

type Place = { database: TestDatabase; sealer: Sealer; files: FileStore; at: Date };
type Sealing = { value: string; place: (id: string) => string };

const hanNumbers = "零一二三四五六七八九十";

/**
 * Writes values nobody else has into every private field of one household's story: its file, need, verification, gifts, pairing, pledge,
 * payments and complaint. Where a rule of the database would refuse the rewriting of what is over, it is switched off for the planting.
 */
export async function plantCanaries({ database, sealer, files, at }: Place): Promise<Planted> {
  const { sql } = database;
  const canaries: Canary[] = [];
  let isOfHousehold = true;
  const keep = (name: string, value: string, own?: string) => {
    canaries.push({ name, value, ...(own ? { own } : {}), isSealed: false, isOfHousehold });
    return value;
  };
  const words = (name: string, own?: string) => {
    const number = [...String(canaries.length)].map((digit) => hanNumbers.charAt(Number(digit))).join("");
    return keep(name, `雀探${number}号`, own);
  };
  const digits = (name: string, value: string) => keep(name, value);

  // The published need of a household that has received most gifts: its story has every part.
  const [need] = await sql<{ id: string; code: string; title: string; household: string; charity: string | null }[]>`
    select need.id, public_code as code, title, household_id as household, charity_id as charity from needs need
    where state = 'published' and household_id is not null and exists (select from consents where household_id = need.household_id
      and purpose = 'publish_masked' and withdrawn_at is null) order by donation_count desc, id limit 1`;
  if (!need) throw new Error("the demo has no published need of a household");
  const household = need.household;
  const donorEmail = "canary-donor@jiedui.example";
  const set = async (table: string, column: string, value: string, where: string) => {
    await sql.begin(async (tx) => {
      await tx.unsafe("set local session_replication_role = replica");
      const changed = await tx.unsafe(`update ${table} set ${column} = $1 where ${where}`, [value]);
      if (changed.count === 0) throw new Error(`nothing to plant in ${table}.${column}`);
    });
  };
  const seal = async (table: string, column: string, { value, place }: Sealing, id: string, key = "id") => {
    for (const canary of canaries) if (isOfHousehold && value.includes(canary.value)) canary.isSealed = true;
    await set(table, column, sealer.seal(value, place(id)), `${key} = '${id}'`);
  };

  await set("households", "head_name", words("head's name"), `id = '${household}'`);
  await set("households", "register_number", words("register number"), `id = '${household}'`);
  await set("households", "group_name", words("group (address)"), `id = '${household}'`);
  await set("households", "circumstances", `${words("diagnosis")}尿毒症，每周透析`, `id = '${household}'`);
  await set("households", "strengths", words("circumstances"), `id = '${household}'`);
  await seal(
    "households",
    "phone_sealed",
    { value: digits("household's phone", "13917770001"), place: householdPhonePlace },
    household,
  );
  await seal(
    "households",
    "bank_account_sealed",
    { value: digits("household's bank account", "6222021777000177008"), place: householdBankAccountPlace },
    household,
  );
  await set("households", "bank_name", words("household's bank"), `id = '${household}'`);
  const members = await sql<
    { id: string }[]
  >`select id from household_members where household_id = ${household} order by position`;
  for (const [index, { id }] of members.entries()) {
    await set("household_members", "name", words(`member ${index + 1}'s name`), `id = '${id}'`);
    const idNumber = digits(`member ${index + 1}'s ID number`, `44078319770101${7700 + index}`);
    await seal("household_members", "id_number_sealed", { value: idNumber, place: memberIdNumberPlace }, id);
    const illness = words(`member ${index + 1}'s diagnosis`);
    await seal("household_members", "diagnosis_sealed", { value: illness, place: memberDiagnosisPlace }, id);
    const guardian = guardianText({ name: words(`member ${index + 1}'s guardian`), relation: "relative", phone: null });
    await seal("household_members", "guardian_sealed", { value: guardian, place: memberGuardianPlace }, id);
  }
  await set("consents", "signed_by_name", words("guardian who signed"), `household_id = '${household}'`);
  await set("responsible_persons", "hand_over_note", words("hand-over note"), `household_id = '${household}'`);
  await set(
    "needs",
    "staff_note",
    `${words("officer's note")} ${digits("bank account", "6222021777000177001")}`,
    `id = '${need.id}'`,
  );
  await set("review_meetings", "attendees", words("attendees of the meeting"), `need_id = '${need.id}'`);
  await set("review_meetings", "minutes", words("minutes of the meeting"), `need_id = '${need.id}'`);
  await set("need_signatures", "signer_name", words("who signed the need"), `need_id = '${need.id}'`);
  await sql.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    await tx`insert into state_transitions (id, noun, subject_id, from_state, event, to_state, reason, at)
      values (${newId()}, 'need', ${need.id}, 'submitted', 'return', 'returned', ${words("reason of a return")}, ${at})`;
  });

  const [notice] = await sql<
    { id: string }[]
  >`select id from notices where need_id = ${need.id} order by opened_at desc limit 1`;
  const objection = newId();
  await sql`insert into objections (id, public_code, notice_id, content, contact_sealed, state, created_at)
    values (${objection}, 'CNRY0-CNRY0', ${notice?.id ?? ""}, ${words("objection's words")},
      ${sealer.seal(digits("objector's phone", "13917770002"), objectionContactPlace(objection))}, 'received', ${at})`;

  isOfHousehold = false;
  keep("donor's e-mail", donorEmail, donorEmail);
  const receiptName = keep("name on a new gift's receipt", "雀探捐赠者", donorEmail);
  const [donation] = await sql<
    { id: string }[]
  >`select id from donations where need_id = ${need.id} and state = 'settled' and paid_at is not null
    order by user_id nulls first, id limit 1`;
  const gift =
    donation ?? (await sql<{ id: string }[]>`select id from donations where state = 'settled' order by id limit 1`)[0];
  const ofGift = `id = '${gift?.id}'`;
  await set("donations", "receipt_name", words("donor's name", donorEmail), ofGift);
  await set("donations", "email", donorEmail, ofGift);
  await sql`update donations set public_name = null where id = ${gift?.id ?? ""}`;

  await set(
    "disbursements",
    "payee_name",
    words("household paid"),
    `id = (select id from disbursements order by (payee_kind = 'household') desc, id limit 1)`,
  );
  await sql.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    await tx`update disbursements set payee_kind = 'household' where payee_name like '雀探%'`;
  });
  await set(
    "offline_gifts",
    "giver_name",
    words("giver at the counter", "canary-giver@jiedui.example"),
    `id = (select id from offline_gifts order by id limit 1)`,
  );
  await set(
    "offline_gifts",
    "giver_email",
    keep("giver's e-mail", "canary-giver@jiedui.example", "canary-giver@jiedui.example"),
    "giver_name like '雀探%'",
  );
  await set("offline_gifts", "note", words("clerk's note"), "giver_name like '雀探%'");
  const [line] = await sql<{ id: string }[]>`select line_id as id from bank_line_details order by line_id limit 1`;
  const counterparty = {
    name: words("bank's counterparty"),
    number: digits("counterparty's account", "6200000000007788"),
    memo: words("bank's remark"),
  };
  await seal(
    "bank_line_details",
    "details_sealed",
    { value: JSON.stringify(counterparty), place: lineDetailsPlace },
    line?.id ?? "",
    "line_id",
  );
  await set("pledges", "note", words("helper's note"), `id = (select id from pledges order by id limit 1)`);
  await set(
    "pledges",
    "signed_by_name",
    words("who signed a delivery"),
    `id = (select id from pledges where signed_by_name is not null order by id limit 1)`,
  );
  // What the village says to a helper is for that helper.
  const [pairing] = await sql<
    { id: string; user: string; email: string }[]
  >`select one.id, person.id as user, person.email
    from pairings one join users person on person.id = one.user_id order by one.id limit 1`;
  await set("pairings", "village_note", words("village's note on a pairing", pairing?.email), `id = '${pairing?.id}'`);
  const [volunteer] = await sql<{ user_id: string }[]>`select user_id from volunteers order by user_id limit 1`;
  await set("volunteers", "real_name", words("volunteer's name"), `user_id = '${volunteer?.user_id}'`);
  await set("volunteers", "availability", words("volunteer's times"), `user_id = '${volunteer?.user_id}'`);
  await seal(
    "volunteers",
    "phone_sealed",
    { value: digits("volunteer's phone", "13917770003"), place: volunteerPhonePlace },
    volunteer?.user_id ?? "",
    "user_id",
  );
  await set("users", "display_name", words("helper's account name", pairing?.email), `id = '${pairing?.user}'`);
  await set(
    "impact_reports",
    "review_note",
    words("county's note on a report"),
    `id = (select id from impact_reports order by (state = 'published') desc, id limit 1)`,
  );

  // Somebody else's household that nobody agreed to show: nothing of it is public.
  isOfHousehold = true;
  const hidden = await createHousehold(database.db, {
    headName: "雀探隐",
    groupName: words("group of a hidden household"),
  });
  keep("head of a hidden household", "雀探隐");
  keep("code of a hidden household", hidden.publicCode);
  isOfHousehold = false;
  const account = await createUser(database.db, {
    email: "canary-account@jiedui.example",
    displayName: words("account's name"),
  });
  keep("account's e-mail", account.email, account.email);

  // Pictures as a phone makes them: where, when and by whom.
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#7a5" } })
    .withExif({
      IFD0: { Artist: keep("EXIF artist", "CANARY-ARTIST-77"), Copyright: "CANARY-ARTIST-77" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "22/1 17/1 77/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "112/1 35/1 77/1",
      },
    })
    .jpeg()
    .toBuffer();
  const stored = await storeFile({ db: database.db, files }, new Uint8Array(picture), { kind: "system" }, at);
  if (!stored.ok) throw new Error(stored.code);
  await sql`insert into need_photos (need_id, file_id, position, alternative_text, shows_person)
    values (${need.id}, ${stored.value.fileId}, 90, '水管', false)`;

  await plantComplaint({ database, sealer, files, at }, need.code, keep, words);
  return {
    canaries,
    publicTitle: need.title,
    needCode: need.code,
    donorEmail,
    household: { id: household },
    donationId: gift?.id ?? "",
    receiptName,
    charityId: need.charity,
    helperId: pairing?.user ?? "",
  };
}

async function plantComplaint(
  { database, sealer, at }: Place,
  needCode: string,
  keep: (name: string, value: string, own?: string) => string,
  words: (name: string, own?: string) => string,
): Promise<void> {
  const [need] = await database.sql<
    { id: string; region: string }[]
  >`select id, region_code as region from needs where public_code = ${needCode}`;
  const id = newId();
  const email = keep("complainant's e-mail", "canary-witness@jiedui.example", "canary-witness@jiedui.example");
  await database.db.insert(complaints).values({
    id,
    codeHash: newId(),
    caseNumber: "CNRY1-CNRY1",
    kind: "money",
    content: words("complaint's words"),
    contactSealed: sealer.seal(
      `${words("complainant's name")} ${keep("complainant's phone", "13917770004")}`,
      complaintContactPlace(id),
    ),
    emailSealed: sealer.seal(email, complaintEmailPlace(id)),
    locale: "zh-CN",
    aboutPath: `/needs/${needCode}`,
    needId: need?.id,
    regionCode: need?.region ?? "",
    state: "received",
    receivedAt: at,
    dueOn: "2026-11-20",
    replyWorkingDays: 5,
    ruleSource: "MZ/T 088-2017",
  });
}

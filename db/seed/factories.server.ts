/**
 * Records for tests and the demo: valid by default, every field can be given. They insert directly and skip the chain of commands,
 * so they also serve where a test needs a state the application would not reach; the database's own rules still hold.
 */

import type { Membership, SignedInActor, StaffRole } from "#app/domain/actor.ts";
import { addDays } from "#app/domain/clock.ts";
import { consentFields } from "#app/domain/households/consent.ts";
import { standingHouseholdStates } from "#app/domain/households/household.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { publicNeedStates } from "#app/domain/needs/need.ts";
import { earliestClose } from "#app/domain/notices/notice.ts";
import { levelOf, parentCodeOf } from "#app/domain/regions/region.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdSignatures } from "#db/schema/household-files.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { jurisdictionSettings, regions, villages } from "#db/schema/regions.server.ts";
import { needSignatures, notices, reviewMeetings } from "#db/schema/verification.server.ts";

type Insert<Table extends { $inferInsert: unknown }> = Partial<Table["$inferInsert"]>;

export const factoryDate = new Date("2026-11-02T01:00:00Z");

/** 赤水镇 with two of its villages, and a second town: enough for scope tests. */
export const testRegions = [
  ["44", "广东省", "广东省"],
  ["4407", "江门市", "江门市"],
  ["440783", "开平市", "开平市"],
  ["440783116", "赤水镇", "赤水镇"],
  ["440783116248", "步栏村委会", "步栏村"],
  ["440783116255", "高山村委会", "高山村"],
  ["440783117", "金鸡镇", "金鸡镇"],
  ["440783117201", "石湾村委会", "石湾村"],
  ["51", "四川省", "四川省"],
] as const;

export const bulan = "440783116248";
export const gaoshan = "440783116255";
export const otherTownVillage = "440783117201";

/** Inserts the test regions, village profiles and the 7-day notice rule; does nothing where they exist. */
export async function createTestRegions(db: DbOrTx): Promise<void> {
  await db
    .insert(regions)
    .values(
      testRegions.map(([code, name, shortName]) => ({
        code,
        name,
        shortName,
        level: levelOf(code),
        parentCode: parentCodeOf(code) ?? null,
      })),
    )
    .onConflictDoNothing();
  await db
    .insert(villages)
    .values([bulan, gaoshan, otherTownVillage].map((regionCode) => ({ regionCode })))
    .onConflictDoNothing();
  await db.insert(jurisdictionSettings).values({
    id: newId(),
    regionCode: "440783",
    key: "notice.minDays",
    value: 7,
    validFrom: "2016-01-01",
    source: "赤委〔2016〕51号",
  });
}

/** Not a hash of anything: an account made by a factory cannot sign in by password. */
const noPassword = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

export async function createUser(db: DbOrTx, values: Insert<typeof users> = {}): Promise<SignedInActor> {
  const id = values.id ?? newId();
  const email = values.email ?? `user-${id.slice(0, 8)}@jiedui.example`;
  const displayName = values.displayName ?? "测试用户";
  await db
    .insert(users)
    .values({ passwordHash: noPassword, createdAt: factoryDate, ...values, id, email, displayName });
  return { kind: "user", userId: id, displayName, email, grants: [], memberships: [] };
}

/** A staff member with one role on one subtree. */
export async function createStaff(
  db: DbOrTx,
  role: StaffRole,
  regionCode: string,
  values: Insert<typeof users> = {},
): Promise<SignedInActor> {
  const actor = await createUser(db, values);
  await db
    .insert(roleGrants)
    .values({ id: newId(), userId: actor.userId, role, regionCode, validFrom: new Date("2016-01-01T00:00:00Z") });
  return { ...actor, grants: [{ role, regionCode }] };
}

export async function createOrganization(
  db: DbOrTx,
  values: Insert<typeof organizations> = {},
): Promise<{ id: string; name: string }> {
  const id = values.id ?? newId();
  const name = values.name ?? "开平市侨乡慈善会";
  await db.insert(organizations).values({
    kind: "charity",
    creditCode: `T${id.replaceAll("-", "").slice(0, 17).toUpperCase()}`,
    state: "verified",
    regionCode: "440783",
    contactName: "联系人",
    contactPhone: "0750-0000000",
    contactEmail: `contact-${id.slice(0, 8)}@jiedui.example`,
    createdAt: factoryDate,
    ...values,
    id,
    name,
  });
  return { id, name };
}

/** A person who acts for an organization. */
export async function createMember(
  db: DbOrTx,
  organization: { id: string; name: string },
  kind: Membership["kind"],
  values: Insert<typeof users> = {},
): Promise<SignedInActor> {
  const actor = await createUser(db, values);
  await db
    .insert(organizationMembers)
    .values({ organizationId: organization.id, userId: actor.userId, isOwner: true, joinedAt: factoryDate });
  return {
    ...actor,
    memberships: [{ organizationId: organization.id, organizationName: organization.name, kind, isVerified: true }],
  };
}

export type QualifiedCharity = { charityId: string; filingId: string; stripeAccountId: string };

/** A charity with qualification, filing and payment account: the only kind that may receive money. */
export async function createQualifiedCharity(
  db: DbOrTx,
  values: Insert<typeof organizations> = {},
): Promise<QualifiedCharity> {
  const stripeAccountId = values.stripeAccountId ?? `acct_${newId().slice(0, 8)}`;
  const charity = await createOrganization(db, {
    qualificationNumber: "53440783MJK00001X",
    qualificationValidTo: "2029-12-31",
    ...values,
    stripeAccountId,
  });
  const filingId = newId();
  await db.insert(fundraisingFilings).values({
    id: filingId,
    charityId: charity.id,
    filingNumber: `53440783${filingId.slice(0, 8).toUpperCase()}`,
    title: "乡村饮水与路灯募捐方案",
    purpose: "改善农村饮水、照明与助学条件",
    validFrom: "2026-01-01",
    validTo: "2027-12-31",
    surplusRule: "剩余财产用于同一地区相同或相近目的的项目",
  });
  return { charityId: charity.id, filingId, stripeAccountId };
}

type HouseholdOptions = Insert<typeof households> & {
  members?: number;
  /** Whether the household signed this version of its file; yes where the file is in force (S8). */
  isSigned?: boolean;
  consentTo?: readonly ("publish_masked" | "publish_photo" | "pairing")[];
};

let householdCount = 0;

/** Days of this household alone: two with the same birthdays would look like the same people twice (D7). 58 and 14 years by autumn 2026. */
function birthDateOf(household: number, position: number): string {
  return addDays(position === 0 ? "1968-01-01" : "2012-01-01", household % 270);
}

/** A household with members and the register consent; `consentTo` adds standing consents. */
export async function createHousehold(
  db: DbOrTx,
  options: HouseholdOptions = {},
): Promise<{ id: string; publicCode: string }> {
  const { members = 2, consentTo = [], isSigned, ...values } = options;
  const id = values.id ?? newId();
  const publicCode = values.publicCode ?? newPublicCode();
  const headName = values.headName ?? "梁家明";
  const household = householdCount++;
  await db.insert(households).values({
    registerNumber: `R${id.slice(0, 13)}`,
    regionCode: bulan,
    state: "active",
    programme: "monitoring",
    programmeFrom: "2025-01-01",
    causes: ["illness"],
    createdAt: factoryDate,
    updatedAt: factoryDate,
    ...values,
    id,
    publicCode,
    headName,
  });
  await db.insert(householdMembers).values(
    Array.from({ length: members }, (_, position) => ({
      id: newId(),
      householdId: id,
      position,
      name: position === 0 ? headName : `${headName.slice(0, 1)}小${"甲乙丙丁戊己庚辛"[position] ?? "壬"}`,
      relation: position === 0 ? ("head" as const) : ("child" as const),
      gender: "male" as const,
      birthDate: birthDateOf(household, position),
      labourAbility: position === 0 ? ("partial" as const) : ("minor" as const),
    })),
  );
  await db.insert(consents).values(
    (["register", ...consentTo] as const).map((purpose) => ({
      id: newId(),
      householdId: id,
      purpose,
      textVersion: "2026-01",
      fields: purpose === "publish_masked" ? [...consentFields] : [],
      signedByName: headName,
      isGuardian: true,
      method: "signature" as const,
      givenAt: factoryDate,
    })),
  );
  if (isSigned ?? standingHouseholdStates.some((state) => state === (values.state ?? "active"))) {
    await db.insert(householdSignatures).values({
      id: newId(),
      householdId: id,
      version: values.version ?? 1,
      signerName: headName,
      method: "signature",
      signedAt: factoryDate,
    });
  }
  return { id, publicCode };
}

type NeedOptions = Insert<typeof needs> & { items?: readonly Insert<typeof needItems>[] };

/**
 * A need in any state; by default a published money need of 步栏村 for drinking water, goal 10,000.00 yuan, pledges only. A public one
 * comes with what the database asks for: meeting, closed notice and signature of its version; a household's also needs its consent.
 */
export async function createNeed(
  db: DbOrTx,
  options: NeedOptions = {},
): Promise<{ id: string; publicCode: string; itemIds: string[] }> {
  const { items, ...values } = options;
  const need = {
    regionCode: bulan,
    type: "money" as const,
    category: "drinking_water" as const,
    title: "步栏村饮水管网入户",
    summary: "村里老井水质不达标，需要铺设入户水管。",
    state: "published" as const,
    goalFen: 1_000_000n,
    createdAt: factoryDate,
    updatedAt: factoryDate,
    submittedAt: factoryDate,
    checkedAt: factoryDate,
    publishedAt: factoryDate,
    registerVerifiedOn: "2026-11-01",
    version: 1,
    ...values,
    id: values.id ?? newId(),
    publicCode: values.publicCode ?? newPublicCode(),
  };
  const rows = (items ?? [{}]).map((item, position) => ({
    position,
    name: "PE 水管",
    unit: "米",
    quantity: 500,
    unitPriceFen: 2_000n,
    ...item,
    id: item.id ?? newId(),
    needId: need.id,
  }));
  const isPublic = publicNeedStates.some((state) => state === need.state);
  await db.transaction(async (tx) => {
    await tx.insert(needs).values(need);
    if (rows.length > 0) await tx.insert(needItems).values(rows);
    if (isPublic) await verifyVersion(tx, { needId: need.id, needVersion: need.version });
  });
  return { id: need.id, publicCode: need.publicCode, itemIds: rows.map((row) => row.id) };
}

type VerifiedVersion = { needId: string; needVersion: number };

/** Meeting, closed notice and signature of one version, all before `factoryDate`: what the database asks for before publication. */
export async function verifyVersion(db: DbOrTx, version: VerifiedVersion): Promise<void> {
  await createReviewMeeting(db, version);
  const openedAt = new Date(factoryDate.getTime() - 9 * 86_400_000);
  const closedAt = new Date(factoryDate.getTime() - 86_400_000);
  await createNotice(db, { ...version, state: "closed", openedAt, closedAt });
  await createSignature(db, version);
}

export async function createReviewMeeting(
  db: DbOrTx,
  values: VerifiedVersion & Insert<typeof reviewMeetings>,
): Promise<string> {
  const id = values.id ?? newId();
  await db.insert(reviewMeetings).values({
    heldOn: "2026-10-20",
    place: "步栏村党群服务中心",
    attendees: "村民代表、村务监督委员会成员",
    attendeeCount: 15,
    votesFor: 14,
    votesAgainst: 0,
    votesAbstained: 1,
    minutes: "会议听取说明，逐项议过，同意上报。",
    recordedAt: factoryDate,
    ...values,
    id,
  });
  return id;
}

/** A notice of a need; open for 7 days from `factoryDate` unless said otherwise. The review meeting must be there already. */
export async function createNotice(
  db: DbOrTx,
  values: Partial<VerifiedVersion> & Insert<typeof notices> = {},
): Promise<{ id: string; publicCode: string }> {
  const id = values.id ?? newId();
  const publicCode = values.publicCode ?? newPublicCode();
  const openedAt = values.openedAt ?? factoryDate;
  const minDays = values.minDays ?? 7;
  await db.insert(notices).values({
    kind: "need",
    regionCode: bulan,
    title: "步栏村饮水管网入户",
    body: "步栏村饮水管网入户，公示七天。",
    objectionPhone: "0750-2000116",
    ruleSource: "赤委〔2016〕51号",
    state: "open",
    closesNotBefore: earliestClose(openedAt, minDays),
    ...values,
    openedAt,
    minDays,
    id,
    publicCode,
  });
  return { id, publicCode };
}

export async function createSignature(
  db: DbOrTx,
  values: VerifiedVersion & Insert<typeof needSignatures>,
): Promise<void> {
  await db.insert(needSignatures).values({
    id: newId(),
    signerName: "梁家明",
    method: "signature",
    signedAt: factoryDate,
    ...values,
  });
}

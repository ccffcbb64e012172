import { normalizeCreditCode } from "#app/domain/organizations/organization.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { fundraisingFilings, organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { planCountyCode } from "./plan-document.ts";
import type { Random } from "./random.ts";
import type { SeededPeople } from "./seed-people.server.ts";

export type SeededOrganization = { id: string; name: string };
export type SeededOrganizations = {
  charity: SeededOrganization & { filingId: string; stripeAccountId: string };
  /** Verified, without a village yet: it can adopt 高山村. */
  freeEnterprise: SeededOrganization;
  /** Adopted 林屋村. */
  partnerEnterprise: SeededOrganization;
  volunteerTeam: SeededOrganization;
  studyAid: SeededOrganization;
};

/** The demo's charity keeps its money here, at the payment stand-in. */
export const demoStripeAccountId = "acct_demo_charity";
export const demoCharityName = "潭江侨乡慈善会";

type NewOrganization = {
  kind: "enterprise" | "social_organization" | "charity";
  state: "registered" | "verified";
  name: string;
  serial: string;
  introduction: string;
  contactName: string;
  mailbox: string;
};

const demoOrganizations: readonly NewOrganization[] = [
  {
    kind: "charity",
    state: "verified",
    name: demoCharityName,
    serial: "MJL00101",
    introduction: "本地慈善组织，具有公开募捐资格。村里的募捐项目由本会备案，善款直接进入本会账户，逐笔公开。",
    contactName: "许文静",
    mailbox: "charity",
  },
  {
    kind: "enterprise",
    state: "verified",
    name: "侨源照明（开平）有限公司",
    serial: "MA4D0102",
    introduction: "生产太阳能路灯和庭院灯，厂在水口。想为没有路灯的村子做一件看得见的事。",
    contactName: "黄建业",
    mailbox: "enterprise",
  },
  {
    kind: "enterprise",
    state: "verified",
    name: "碧荔食品有限公司",
    serial: "MA4D0103",
    introduction: "收购和加工荔枝、龙眼。与林屋村结对，帮村里建冷库，也按约定价收果。",
    contactName: "吴佩珊",
    mailbox: "partner",
  },
  {
    kind: "social_organization",
    state: "verified",
    name: "苍江志愿服务中心",
    serial: "MJD00104",
    introduction: "由教师、医生和退休职工组成，每月下村义剪、义诊、修家电、陪孩子读书。",
    contactName: "李嘉怡",
    mailbox: "ngo",
  },
  {
    kind: "social_organization",
    state: "verified",
    name: "侨乡助学会",
    serial: "MJD00105",
    introduction: "为山村学生筹书、筹车费，也安排大学生寒暑假回村辅导。",
    contactName: "梅颖思",
    mailbox: "study-aid",
  },
  {
    kind: "enterprise",
    state: "registered",
    name: "南岭茶叶商行",
    serial: "MA4D0106",
    introduction: "经营茶叶和山货，想收购高龙村的蔬菜和山茶。",
    contactName: "何嘉豪",
    mailbox: "tea",
  },
];

/** Charity with qualification, filing and payment account; enterprises, social organizations, and one registration that waits for staff. */
export async function seedOrganizations(
  db: DbOrTx,
  random: Random,
  options: { people: SeededPeople; at: Date; now: Date; today: string },
): Promise<SeededOrganizations> {
  const { people, at } = options;
  const year = Number(options.today.slice(0, 4));
  const ids = demoOrganizations.map(() => random.id());
  await db.insert(organizations).values(
    demoOrganizations.map((organization, index) => ({
      id: ids[index] ?? random.id(),
      kind: organization.kind,
      name: organization.name,
      creditCode: inventCreditCode(organization.kind, organization.serial),
      state: organization.state,
      regionCode: planCountyCode,
      introduction: organization.introduction,
      contactName: organization.contactName,
      contactPhone: `0750-000${1000 + index}`,
      contactEmail: `${organization.mailbox}@jiedui.example`,
      // Who waits for staff registered four days ago.
      createdAt: organization.state === "registered" ? new Date(options.now.getTime() - 4 * 86_400_000) : at,
      ...(organization.kind === "charity"
        ? {
            qualificationNumber: "GKMJ-440783-0001",
            qualificationValidTo: `${year + 3}-12-31`,
            stripeAccountId: demoStripeAccountId,
          }
        : {}),
      ...(organization.state === "verified" ? { reviewedBy: people.personas.county.userId, reviewedAt: at } : {}),
    })),
  );
  const [charity = "", freeEnterprise = "", partnerEnterprise = "", volunteerTeam = "", studyAid = ""] = ids;
  const filingId = random.id();
  await db.insert(fundraisingFilings).values({
    id: filingId,
    charityId: charity,
    filingNumber: "51440783MJL00101XA16001",
    title: "赤水镇村户帮扶募捐方案",
    purpose: "改善赤水镇各村饮水、道路、照明、住房、助学和医疗条件",
    validFrom: "2016-06-01",
    validTo: `${year + 2}-12-31`,
    surplusRule: "剩余款项用于同一村的其他需求；本村没有合适需求时，用于全镇同类需求",
  });
  await db.insert(organizationMembers).values(
    (
      [
        [charity, people.personas.cashier.userId, true],
        [charity, people.personas.payer.userId, false],
        [freeEnterprise, people.personas.enterprise.userId, true],
        [partnerEnterprise, people.personas.partnerEnterprise.userId, true],
        [volunteerTeam, people.personas.ngo.userId, true],
      ] as const
    ).map(([organizationId, userId, isOwner]) => ({ organizationId, userId, isOwner, joinedAt: at })),
  );
  const named = (id: string) => ({ id, name: demoOrganizations[ids.indexOf(id)]?.name ?? "" });
  return {
    charity: { ...named(charity), filingId, stripeAccountId: demoStripeAccountId },
    freeEnterprise: named(freeEnterprise),
    partnerEnterprise: named(partnerEnterprise),
    volunteerTeam: named(volunteerTeam),
    studyAid: named(studyAid),
  };
}

/** A 统一社会信用代码 with the right check character in a region (990783) that does not exist. */
export function inventCreditCode(kind: NewOrganization["kind"], serial: string): string {
  const body = `${kind === "enterprise" ? "91" : kind === "charity" ? "53" : "52"}990783${serial}X`;
  for (const check of "0123456789ABCDEFGHJKLMNPQRTUWXY") {
    const code = normalizeCreditCode(body + check);
    if (code) return code;
  }
  throw new RangeError("no check character fits");
}

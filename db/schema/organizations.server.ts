import { boolean, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { hospitalGrades } from "#app/domain/organizations/hospital-grade.ts";
import { organizationKinds, organizationStates } from "#app/domain/organizations/organization.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/** Enterprises, social organizations and charities: different legal persons, never the platform (product stance a). */
export const organizations = pgTable(
  "organizations",
  {
    id: primaryId(),
    kind: text({ enum: organizationKinds }).notNull(),
    name: text().notNull(),
    /** 统一社会信用代码, 18 characters with checksum (GB 32100). */
    creditCode: text().notNull().unique(),
    state: text({ enum: organizationStates }).notNull(),
    regionCode: regionCode().notNull(),
    introduction: text().notNull().default(""),
    contactName: text().notNull(),
    contactPhone: text().notNull(),
    contactEmail: text().notNull(),
    /** 公开募捐资格证书 (L2): only charities have one. */
    qualificationNumber: text(),
    qualificationValidTo: day(),
    /** The charity's own payment account: gifts are charged directly to it, the platform never holds money (S96, L24). */
    stripeAccountId: text().unique(),
    /** 医院等级 (S78), as the county's verifier read it from the licence. */
    hospitalGrade: text({ enum: hospitalGrades }),
    reviewNote: text(),
    reviewedBy: uuid().references(() => users.id),
    reviewedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [index("organizations_state").on(table.state, table.kind)],
);

export const organizationMembers = pgTable(
  "organization_members",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    isOwner: boolean().notNull().default(false),
    joinedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
);

/** 募捐方案备案 (L3): the plan a public fundraising stands on. */
export const fundraisingFilings = pgTable("fundraising_filings", {
  id: primaryId(),
  charityId: uuid()
    .notNull()
    .references(() => organizations.id),
  filingNumber: text().notNull().unique(),
  title: text().notNull(),
  purpose: text().notNull(),
  validFrom: day().notNull(),
  validTo: day().notNull(),
  /** Where money goes that is left over, in words, as filed. */
  surplusRule: text().notNull(),
  recordUrl: text(),
});

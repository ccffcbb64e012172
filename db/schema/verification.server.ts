import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { noticeKinds, noticeStates, objectionStates } from "#app/domain/notices/notice.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { households } from "./households.server.ts";
import { needs } from "./needs.server.ts";

/** 民主评议 (S6): without this record no notice starts. */
export const reviewMeetings = pgTable(
  "review_meetings",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    needVersion: integer().notNull(),
    heldOn: day().notNull(),
    place: text().notNull(),
    attendees: text().notNull(),
    attendeeCount: integer().notNull(),
    votesFor: integer().notNull(),
    votesAgainst: integer().notNull(),
    votesAbstained: integer().notNull(),
    minutes: text().notNull(),
    minutesFileId: uuid().references(() => files.id),
    recordedBy: uuid().references(() => users.id),
    recordedAt: instant().notNull(),
  },
  (table) => [
    check(
      "review_meetings_votes",
      sql`${table.votesFor} + ${table.votesAgainst} + ${table.votesAbstained} <= ${table.attendeeCount}`,
    ),
    check(
      "review_meetings_counts",
      sql`${table.votesFor} >= 0 and ${table.votesAgainst} >= 0 and ${table.votesAbstained} >= 0`,
    ),
    index("review_meetings_need").on(table.needId),
  ],
);

/** 逐户签字确认 (S8): bound to one version of the need. */
export const needSignatures = pgTable(
  "need_signatures",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    needVersion: integer().notNull(),
    signerName: text().notNull(),
    method: text({ enum: ["signature", "photo", "sms_code"] }).notNull(),
    evidenceFileId: uuid().references(() => files.id),
    recordedBy: uuid().references(() => users.id),
    signedAt: instant().notNull(),
  },
  (table) => [unique().on(table.needId, table.needVersion)],
);

/** 公示 (S7): masked, permanent address, at least `minDays` full days; a pause does not count. */
export const notices = pgTable(
  "notices",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    kind: text({ enum: noticeKinds }).notNull(),
    needId: uuid().references(() => needs.id),
    needVersion: integer(),
    householdId: uuid().references(() => households.id),
    householdVersion: integer(),
    regionCode: regionCode().notNull(),
    title: text().notNull(),
    /** Masked, as it was put up; never rewritten. */
    body: text().notNull(),
    objectionPhone: text().notNull(),
    minDays: integer().notNull(),
    ruleSource: text().notNull(),
    state: text({ enum: noticeStates }).notNull(),
    openedAt: instant().notNull(),
    /** The first instant at which it may close: opening + full days + pauses. */
    closesNotBefore: instant().notNull(),
    pausedAt: instant(),
    closedAt: instant(),
    openedBy: uuid().references(() => users.id),
  },
  (table) => [
    check(
      "notices_full_days",
      sql`${table.closesNotBefore} >= ${table.openedAt} + make_interval(days => ${table.minDays})`,
    ),
    check(
      "notices_not_early",
      sql`${table.state} <> 'closed' or (${table.closedAt} is not null and ${table.closedAt} >= ${table.closesNotBefore})`,
    ),
    check("notices_min_days", sql`${table.minDays} between 1 and 60`),
    index("notices_list").on(table.state, table.openedAt.desc()),
    index("notices_need").on(table.needId),
    index("notices_household").on(table.householdId),
  ],
);

/** Anyone may object while the notice is up; it pauses the notice until answered. Names are optional, the code is the receipt. */
export const objections = pgTable(
  "objections",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    noticeId: uuid()
      .notNull()
      .references(() => notices.id),
    content: text().notNull(),
    /** Sealed name and phone, if given. */
    contactSealed: text(),
    state: text({ enum: objectionStates }).notNull(),
    answer: text(),
    isUpheld: text({ enum: ["upheld", "dismissed"] }),
    answeredBy: uuid().references(() => users.id),
    answeredAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    check(
      "objections_answered",
      sql`${table.state} <> 'answered' or (${table.answer} is not null and ${table.answeredAt} is not null)`,
    ),
    index("objections_notice").on(table.noticeId),
  ],
);

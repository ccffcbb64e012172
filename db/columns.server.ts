import { bigint, customType, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Primary key: a UUID made by the application (`newId`). */
export const primaryId = () => uuid().primaryKey();

/** A point in time, stored in UTC, read as Date. Business time always comes from the injected clock, never from `now()`. */
export const instant = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

/** A calendar day as `YYYY-MM-DD`: birthdays and deadlines are no instants (ecosystem.md: Asia/Shanghai had summer time). */
export const day = () => text();

/** Money in fen. */
export const fen = () => bigint({ mode: "bigint" });

/** A national division code, 2 to 12 digits; a subtree is a prefix. */
export const regionCode = () => text();

/** Bytes that are soon gone again; pictures are in the file store. */
export const byteString = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** The number of a PostgreSQL transaction, written by the database alone. */
export const transactionNumber = customType<{ data: string }>({ dataType: () => "xid8" });

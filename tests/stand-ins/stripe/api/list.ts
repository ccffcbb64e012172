import { z } from "zod";
import type { AccountScope, Stored } from "#tests/stand-ins/stripe/world.ts";
import { integer } from "./parameters.ts";
import { missing } from "./stripe-error.ts";

const second = integer(0, Number.MAX_SAFE_INTEGER);

/** The parameters every list has. */
export const listParameters = {
  limit: integer(1, 100).optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};

/** `created=…` or `created[gte]=…` and its sisters. */
export const createdFilter = z.union([
  second,
  z.strictObject({ gt: second.optional(), gte: second.optional(), lt: second.optional(), lte: second.optional() }),
]);

type Page = { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined };
type CreatedFilter = z.output<typeof createdFilter> | undefined;

export function isCreatedWithin(created: number, filter: CreatedFilter): boolean {
  if (filter === undefined) return true;
  if (typeof filter === "number") return created === filter;
  return (
    (filter.gt === undefined || created > filter.gt) &&
    (filter.gte === undefined || created >= filter.gte) &&
    (filter.lt === undefined || created < filter.lt) &&
    (filter.lte === undefined || created <= filter.lte)
  );
}

/** One page of an account's objects, newest first, in the API's list shape. */
export function listPage<Record extends Stored<{ id: string }>>(
  records: Iterable<Record>,
  account: AccountScope,
  page: Page,
  url: string,
  matches: (record: Record) => boolean,
) {
  const all = [...records].filter((record) => record.account === account && matches(record)).reverse();
  const limit = page.limit ?? 10;
  let start = 0;
  let end = Math.min(limit, all.length);
  if (page.starting_after !== undefined) {
    start = indexOf(all, page.starting_after) + 1;
    end = Math.min(start + limit, all.length);
  } else if (page.ending_before !== undefined) {
    end = indexOf(all, page.ending_before);
    start = Math.max(0, end - limit);
  }
  const hasMore = page.ending_before === undefined ? end < all.length : start > 0;
  return { object: "list", data: all.slice(start, end).map((record) => record.object), has_more: hasMore, url };
}

function indexOf(all: Stored<{ id: string }>[], id: string): number {
  const index = all.findIndex((record) => record.object.id === id);
  if (index < 0) throw missing("object", id);
  return index;
}

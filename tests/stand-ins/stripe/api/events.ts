import { z } from "zod";
import { nowSeconds, type StoredEvent, type World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { createdFilter, isCreatedWithin, listPage, listParameters } from "./list.ts";
import { boolean, list, readParameters } from "./parameters.ts";
import { missing } from "./stripe-error.ts";

/** Events can be read for 30 days (docs.stripe.com/api/events/list). */
const readableSeconds = 30 * 24 * 60 * 60;

const eventListParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  /** false: those still pending or failed at every attempt; true: delivered. */
  delivery_success: boolean().optional(),
  type: z.string().optional(),
  types: list(z.string()).optional(),
});

export function listEvents(world: World, call: ApiCall): object {
  const filter = readParameters(eventListParameters, call.form);
  return listPage(world.books.events.values(), call.account, filter, "/v1/events", (event) => {
    const { type, created } = event.object;
    return (
      isReadable(world, event) &&
      isCreatedWithin(created, filter.created) &&
      (filter.delivery_success === undefined || filter.delivery_success === (event.delivery === "delivered")) &&
      (filter.type === undefined || matchesType(type, filter.type)) &&
      (filter.types === undefined || filter.types.includes(type))
    );
  });
}

export function retrieveEvent(world: World, call: ApiCall): object {
  readParameters(z.strictObject({}), call.form);
  const event = world.books.events.get(call.id);
  if (!event || event.account !== call.account || !isReadable(world, event)) throw missing("event", call.id);
  return event.object;
}

function isReadable(world: World, event: StoredEvent): boolean {
  return event.object.created > nowSeconds(world) - readableSeconds;
}

/** `charge.*` stands for a whole group. */
function matchesType(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** How long things may wait in volunteering: a seat for its answer, a sign-up for the organization, a project for its next shift. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const longestOfferMs = dayMs;
const shortestOfferMs = 30 * minuteMs;

/**
 * Until when a seat is kept for the first in line: a quarter of the time that is left, so that the next ones have a turn as well; half an hour
 * at least, a day at most, and never past the beginning.
 */
export function offerUntil({ at, startsAt }: { at: Date; startsAt: Date }): Date {
  const left = startsAt.getTime() - at.getTime();
  const kept = Math.min(Math.max(left / 4, shortestOfferMs), longestOfferMs, Math.max(left, 0));
  return new Date(at.getTime() + kept);
}

/** An organization answers a sign-up within so many hours (Q14); the page of the project says so. */
export const answerWithinHours = 48;
/** And at the latest so many hours before the shift. */
export const answerBeforeStartHours = 6;

/** When the answer to a sign-up is due. */
export function answerDueAt({ appliedAt, startsAt }: { appliedAt: Date; startsAt: Date }): Date {
  const within = appliedAt.getTime() + answerWithinHours * hourMs;
  return new Date(Math.min(within, startsAt.getTime() - answerBeforeStartHours * hourMs));
}

/** A project without a coming shift leaves the listing so many days after its last one; a new shift brings it back. */
export const staleAfterDays = 14;

/** Projects whose last shift ended before this instant are listed no more. */
export function staleBefore(at: Date): Date {
  return new Date(at.getTime() - staleAfterDays * dayMs);
}

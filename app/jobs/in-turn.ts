/**
 * Does a piece of work for one thing after the other. What fails does not hold up the ones behind it: all errors are thrown together at the
 * end, as an AggregateError, or as itself when it was the only one. Stops between two things when `signal` says so.
 */
export async function inTurn<Thing>(
  things: readonly Thing[],
  signal: AbortSignal,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const thing of things) {
    if (signal.aborted) break;
    await work(thing).catch((error: unknown) => errors.push(error));
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of ${things.length} pieces of work failed`);
}

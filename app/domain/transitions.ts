/**
 * States of every noun are one labelled `as const` table `{ from, event, to, label, who }`. Pages, policies, commands and tests
 * read the same table; a change of state is a compare-and-set in SQL on `from`.
 */
export type Transition<State extends string, Event extends string> = {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  /** Who may do it, in the words of `domain.md`; the policy file of the noun turns it into a check. */
  readonly who: string;
  /** The Chinese words for the step; pages take their text from the catalogs. */
  readonly label: string;
};

/** The states an event may start from. */
export function statesBefore<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  event: Event,
): State[] {
  return table.filter((transition) => transition.event === event).map((transition) => transition.from);
}

/** The state an event leads to from a state, or undefined where the table does not allow it. */
export function stateAfter<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  from: State,
  event: Event,
): State | undefined {
  return table.find((transition) => transition.from === from && transition.event === event)?.to;
}

/** The events a state allows. */
export function eventsFrom<State extends string, Event extends string>(
  table: readonly Transition<State, Event>[],
  from: State,
): Event[] {
  return table.filter((transition) => transition.from === from).map((transition) => transition.event);
}

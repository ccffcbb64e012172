/** A problem the person at the keyboard can solve: its message is one clear sentence, printed without a stack; the command exits with 1. */
export class ClearError extends Error {
  override name = "ClearError";
}

/** The sentence for a person: a `ClearError` speaks for itself, anything else is a bug and keeps its stack. */
export function describeFailure(failure: unknown): string {
  if (failure instanceof ClearError) return failure.message;
  if (failure instanceof Error) return failure.stack ?? failure.message;
  return String(failure);
}

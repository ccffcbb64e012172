/**
 * The name of the constraint a failed statement ran into, or undefined for any other error. drizzle wraps the driver's error, so the
 * facts sit in `cause` (safety.md finding 8).
 */
export function violatedConstraint(error: unknown): string | undefined {
  for (const candidate of [error, error instanceof Error ? error.cause : undefined]) {
    if (typeof candidate !== "object" || candidate === null || !("constraint_name" in candidate)) continue;
    if (typeof candidate.constraint_name === "string") return candidate.constraint_name;
  }
  return undefined;
}

/** Whether a statement gave up waiting for a lock that another transaction holds (`lock_timeout`). */
export function isLockTimeout(error: unknown): boolean {
  return [error, error instanceof Error ? error.cause : undefined].some(
    (one) => typeof one === "object" && one !== null && "code" in one && one.code === "55P03",
  );
}

/**
 * What makes somebody look (H6). An alarm is one open row per kind and subject, however often the fault is seen. `watchedAlarmKinds` are read
 * from the state of the database every minute: they are raised while the fault is there and resolved by themselves when it is gone.
 */
export const watchedAlarmKinds = [
  "money_quarantined",
  "gifts_stuck",
  "outbox_lag",
  "event_dead",
  "mails_failing",
  "reconciliation_open",
  "reconciliation_late",
  "complaints_overdue",
] as const;
export type WatchedAlarmKind = (typeof watchedAlarmKinds)[number];

/** Raised where the fault happens. */
export const reportedAlarmKinds = [
  "ledger_check",
  "event_parked",
  "event_of_other_account",
  "dispute_reversed",
  "reveal_limit",
  "callback_mismatch",
] as const;

export const alarmKinds = [...watchedAlarmKinds, ...reportedAlarmKinds] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export function isAlarmKind(kind: string): kind is AlarmKind {
  return alarmKinds.some((known) => known === kind);
}

/** What is wrong right now, without personal data. */
export type Fault = { kind: WatchedAlarmKind; subject: string; detail: string; regionCode?: string | undefined };

/**
 * Who may put an alarm away or have work tried again; auditors look on. Each sees the alarms of their own subtree: what is the whole site's — money, events,
 * mails — is for who holds the role for the whole country (S31).
 */
export const alarmKeeperRoles = ["platform_admin"] as const;
export const alarmReaderRoles = ["platform_admin", "auditor"] as const;

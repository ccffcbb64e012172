import { z } from "zod";

/** How the mail server misbehaves (safety.md chaos 7). */
export const smtpFaultBody = z.strictObject({
  kind: z.enum([
    /** 554 instead of a greeting. */
    "refuse",
    /** 451 after the mail was sent: try again later; nothing is kept. */
    "temporary_failure",
    /** The mail is kept, but the connection breaks before the sender hears so. */
    "cut_after_data",
    /** Every answer waits so long. */
    "tarpit",
  ]),
  /** Connections (refuse, tarpit) or mails (the others) it meets. */
  times: z.number().int().min(1).default(1),
  delayMs: z.number().int().min(0).default(0),
});

export type SmtpFault = z.output<typeof smtpFaultBody>;
export type SmtpFaultBody = z.input<typeof smtpFaultBody>;

/** Faults wait in the order they were added. */
export class SmtpFaults {
  #faults: SmtpFault[] = [];

  add(fault: SmtpFault): void {
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Takes the first fault of a kind and uses it up once, or null. */
  take(kind: SmtpFault["kind"]): SmtpFault | null {
    const fault = this.#faults.find((candidate) => candidate.kind === kind);
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) this.#faults = this.#faults.filter((candidate) => candidate !== fault);
    return fault;
  }
}

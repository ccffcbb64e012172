import type { CaughtMail } from "./caught-mail.ts";
import type { SmtpFaultBody } from "./faults.ts";

export type SmtpCatcherClient = ReturnType<typeof createSmtpCatcherClient>;

/** Reads and steers a running catcher over HTTP, also one that another process started. */
export function createSmtpCatcherClient(baseUrl: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const list = async (query: Record<string, string>): Promise<CaughtMail[]> => {
    const response = await fetch(`${baseUrl}/messages.json?${new URLSearchParams(query)}`);
    const answer: { messages: CaughtMail[] } = await response.json();
    return answer.messages;
  };
  return {
    /** Mails so far, oldest first; all of them, or those sent to one address. */
    messages: (to?: string) => list(to === undefined ? {} : { to }),
    /** Waits until so many mails to an address have come; returns what there is when the time is over. */
    waitFor: (to: string, count = 1, timeoutMs = 10_000) =>
      list({ to, count: count.toString(), waitMs: timeoutMs.toString() }),
    clear: () => call("DELETE", "/messages.json"),
    addFault: (fault: SmtpFaultBody) => call("POST", "/_control/faults", fault),
    clearFaults: () => call("DELETE", "/_control/faults"),
  };
}

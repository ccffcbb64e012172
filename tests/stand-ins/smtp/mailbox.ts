import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CaughtMail } from "./caught-mail.ts";

/** The mails that were caught, oldest first; with a directory they outlive a restart, as one JSON file each. */
export class Mailbox {
  readonly #directory: string | null;
  readonly #waiters = new Set<() => void>();
  #mails: CaughtMail[] = [];
  #lastId = 0;

  constructor(directory: string | null) {
    this.#directory = directory;
    if (directory === null) return;
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory).filter((name) => /^\d+\.json$/.test(name))) {
      const mail: CaughtMail = JSON.parse(readFileSync(join(directory, file), "utf8"));
      this.#mails.push(mail);
    }
    this.#mails.sort((first, second) => first.id - second.id);
    this.#lastId = this.#mails.at(-1)?.id ?? 0;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  add(mail: CaughtMail): void {
    this.#mails.push(mail);
    if (this.#directory !== null)
      writeFileSync(join(this.#directory, `${mail.id}.json`), JSON.stringify(mail), { mode: 0o600 });
    for (const waiter of [...this.#waiters]) waiter();
  }

  get(id: number): CaughtMail | null {
    return this.#mails.find((mail) => mail.id === id) ?? null;
  }

  /** All mails, or those sent to one address. */
  list(to: string | null = null): CaughtMail[] {
    const address = to?.trim().toLowerCase();
    return this.#mails.filter((mail) => address === undefined || mail.envelopeTo.includes(address));
  }

  /** Resolves with the mails as soon as there are so many, or with what there is after the time given. */
  waitFor(to: string | null, count: number, timeoutMs: number): Promise<CaughtMail[]> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(this.list(to));
      };
      const check = (): void => {
        if (this.list(to).length >= count) finish();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.#waiters.add(check);
      check();
    });
  }

  clear(): void {
    if (this.#directory !== null)
      for (const mail of this.#mails) rmSync(join(this.#directory, `${mail.id}.json`), { force: true });
    this.#mails = [];
  }
}

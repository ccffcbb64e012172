import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SavedKeys } from "./api/idempotency.ts";
import { type Books, emptyBooks } from "./world.ts";

type SavedState = {
  version: 1;
  /** A file of an earlier version lacks the kinds that came later. */
  books: { [Name in keyof Books]?: SavedEntries<Books[Name]> };
  idempotencyKeys: SavedKeys;
};
type SavedEntries<Collection> = Collection extends Map<infer Key, infer Value> ? Array<[Key, Value]> : never;

export type LoadedState = { books: Books; idempotencyKeys: SavedKeys };

/** Reads the state of an earlier run; a missing file is an empty Stripe. Throws when the file is not one of ours. */
export function loadState(file: string | undefined): LoadedState {
  if (!file || !existsSync(file)) return { books: emptyBooks(), idempotencyKeys: [] };
  const saved: SavedState = JSON.parse(readFileSync(file, "utf8"));
  if (saved.version !== 1) throw new Error(`${file} is not a state file of this stand-in`);
  const { books } = saved;
  return {
    books: {
      sessions: new Map(books.sessions),
      intents: new Map(books.intents),
      charges: new Map(books.charges),
      refunds: new Map(books.refunds),
      balanceTransactions: new Map(books.balanceTransactions),
      disputes: new Map(books.disputes),
      customers: new Map(books.customers),
      paymentMethods: new Map(books.paymentMethods),
      setupIntents: new Map(books.setupIntents),
      products: new Map(books.products),
      prices: new Map(books.prices),
      subscriptions: new Map(books.subscriptions),
      invoices: new Map(books.invoices),
      events: new Map(books.events),
      accountNames: new Map(books.accountNames),
    },
    idempotencyKeys: saved.idempotencyKeys,
  };
}

export type StateSaver = { changed: () => void; stop: () => void };

const saveAfterMs = 100;

/** Writes the state shortly after a change and at the end, through a second file, so that a crash never leaves half of one. */
export function createStateSaver(file: string | undefined, read: () => LoadedState): StateSaver {
  if (!file) return { changed: () => {}, stop: () => {} };
  mkdirSync(dirname(file), { recursive: true });
  let timer: NodeJS.Timeout | null = null;
  const save = (): void => {
    timer = null;
    const { books, idempotencyKeys } = read();
    const saved = {
      version: 1,
      books: Object.fromEntries(Object.entries(books).map(([name, collection]) => [name, [...collection]])),
      idempotencyKeys,
    };
    writeFileSync(`${file}.new`, JSON.stringify(saved), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    changed: () => {
      timer ??= setTimeout(save, saveAfterMs).unref();
    },
    stop: () => {
      if (timer) clearTimeout(timer);
      save();
    },
  };
}

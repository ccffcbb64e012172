import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "#scripts/parts.ts";

type Values = readonly [string, string][];

const nobody = "00000000-0000-7000-8000-00000000dead";
const moneyComesIn = "money comes in";
const nothingMoves = "nothing moves: it is refused";
const isProposal = "nothing moves: a village proposes, the charity pays with its own code";

/**
 * Every action of the site that can reach money: its address and the file of the domain that moves it, or writes down that it is to move.
 * With what is sent when it must ask for a fresh code first (E3), or with the reason why it need not. Whoever adds one decides here.
 */
export const moneyActions: Readonly<Record<string, readonly Values[] | string>> = {
  "/confirm/:code disbursements/confirm-disbursement-by-code.server.ts": "the household has a slip and no account",
  "/donations/:id/refund donations/request-refund.server.ts": "nothing moves: a donor asks, the charity decides",
  "/org/books/own-money books/decide-own-money.server.ts": moneyComesIn,
  "/org/books/own-money books/record-own-money.server.ts": moneyComesIn,
  "/org/offline-gifts/:id offline-gifts/confirm-offline-gift.server.ts": moneyComesIn,
  "/org/payments disbursements/pay-out-disbursement.server.ts": [[["disbursementId", nobody]]],
  "/org/payments/:id disbursements/approve-disbursement.server.ts": [[["intent", "approve"]]],
  "/org/payments/:id disbursements/pay-out-disbursement.server.ts": [[["intent", "pay_out"]]],
  "/org/payments/:id disbursements/reject-disbursement.server.ts": nothingMoves,
  "/org/payments/:id disbursements/return-disbursement.server.ts": moneyComesIn,
  "/org/pools/:id pools/approve-allocation.server.ts": [
    [
      ["intent", "approve"],
      ["allocationId", nobody],
    ],
  ],
  "/org/pools/:id pools/propose-allocation.server.ts": [
    [
      ["intent", "propose"],
      ["needId", nobody],
      ["amount", "12.34"],
      ["reason", "同村同类，先到先得"],
    ],
  ],
  "/org/pools/:id pools/reject-allocation.server.ts": nothingMoves,
  "/org/refunds/:id donations/decide-refund.server.ts": [
    [["intent", "approve"]],
    [
      ["intent", "bank"],
      ["documentNumber", "回单 7"],
    ],
  ],
  "/org/refunds/new donations/request-refund.server.ts": [
    [
      ["amount", "0.01"],
      ["reason", "重复付款"],
    ],
  ],
  "/staff/funds/:code funds/approve-fund-spending.server.ts": [
    [
      ["intent", "approve"],
      ["spendingId", nobody],
    ],
  ],
  "/staff/funds/:code funds/propose-fund-spending.server.ts": [
    [
      ["intent", "propose"],
      ["purpose", "扶贫"],
      ["description", "修一段机耕路"],
      ["amount", "12.34"],
      ["payeeName", "某工程队"],
      ["documentNumber", "发票 7"],
    ],
  ],
  "/staff/funds/:code funds/record-spending-result.server.ts": "nothing moves: what came of it is told",
  "/staff/funds/:code funds/reject-fund-spending.server.ts": nothingMoves,
  "/staff/needs/:id/payments disbursements/confirm-disbursement.server.ts": [
    [
      ["intent", "confirm"],
      ["disbursementId", nobody],
    ],
  ],
  "/staff/needs/:id/payments disbursements/propose-disbursement.server.ts": isProposal,
  "/staff/payments/:id disbursements/confirm-disbursement.server.ts": [[["intent", "officer"]]],
  "/staff/payments/:id disbursements/issue-confirmation-code.server.ts": [[["intent", "issue"]]],
};

/** What a proposal leaves behind: no fen has moved yet, but somebody has asked for it. */
const askedForTables = ["refunds", "disbursements", "pool_allocations", "fund_spendings"];

const filesIn = (folder: string) =>
  readdirSync(join(projectFolder, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
const read = (file: string) => readFileSync(join(projectFolder, file), "utf8");

/**
 * Read from the sources, so that nobody has to remember it: the functions of PostgreSQL that write entries or proposals, directly or through
 * others; the files of the domain that call one or insert a proposal; and every action of a page that imports such a file, by whatever way.
 */
export function listMoneyActions(): string[] {
  const functions = listMoneyFunctions();
  const files = filesIn("app").filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const imports = new Map(files.map((file) => [file, importsOf(read(file))]));
  const mutations = files.filter((file) => file.startsWith("app/domain/") && isMutation(read(file), functions));
  const actions: string[] = [];
  for (const file of files) {
    if (!file.startsWith("app/routes/") || !/export const action\b/.test(read(file))) continue;
    const reached = reach(file, imports);
    const name = file.slice("app/routes/".length).replace(/\/route\.tsx$|\.tsx?$/, "");
    const route = `/${name.replaceAll("_.", "/").replaceAll("$", ":")}`;
    for (const mutation of mutations) {
      if (reached.has(mutation)) actions.push(`${route} ${mutation.slice("app/domain/".length)}`);
    }
  }
  return actions.sort();
}

function listMoneyFunctions(): Set<string> {
  const bodies = new Map<string, string>();
  for (const file of filesIn("db/functions")) {
    const parts = read(file).split(/create or replace function (\w+)/);
    for (let index = 1; index < parts.length; index += 2) bodies.set(parts[index] ?? "", parts[index + 1] ?? "");
  }
  const writes = new RegExp(`(insert into ledger_entries|(insert into|update) (${askedForTables.join("|")}))\\b`);
  const found = new Set([...bodies].filter(([, body]) => writes.test(body)).map(([name]) => name));
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [name, body] of bodies) {
      if ([...found].some((one) => new RegExp(`\\b${one}\\(`).test(body))) found.add(name);
    }
  }
  return found;
}

function isMutation(text: string, functions: ReadonlySet<string>): boolean {
  const calls = [...text.matchAll(/\b(\w+)\(\$\{/g)].some(([, name = ""]) => functions.has(name));
  const inserts = [...text.matchAll(/\.(?:insert|update)\((\w+)\)/g)].some(([, table = ""]) =>
    askedForTables.includes(table.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  );
  return calls || inserts;
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, name = ""]) => name);
}

/** Every file of the site that a file imports, itself or through others. Types cost nothing and are counted too. */
function reach(start: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const rest = [start];
  for (let file = rest.pop(); file !== undefined; file = rest.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const name of imports.get(file) ?? []) {
      if (name.startsWith("#app/")) rest.push(name.slice(1));
      else if (name.startsWith(".")) rest.push(join(file, "..", name));
    }
  }
  return reached;
}

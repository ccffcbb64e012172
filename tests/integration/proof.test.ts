import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { listFunds } from "#app/domain/ledger/fund-queries.server.ts";
import { getGiftTotals, listVillageTotals } from "#app/domain/ledger/ledger-queries.server.ts";
import { openLedgerAccount, postLedgerTransaction } from "#app/domain/ledger/post-transaction.server.ts";
import { getClaimedTotals } from "#app/domain/proof/claimed-total-queries.server.ts";
import { publishRoots } from "#app/domain/proof/publish-roots.server.ts";
import { getGiftProof } from "#app/domain/proof/root-queries.server.ts";
import { sealChain } from "#app/domain/proof/seal-chain.server.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { checkChain } from "#db/checks/chain-check.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { chainLinks } from "#db/schema/proof.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { exportText, rootsText, runVerifier } from "#tests/setup/run-verifier.ts";
import { createSeededDatabase, seededNow } from "#tests/setup/seeded-database.ts";

const nextDay = new Date(seededNow.getTime() + 86_400_000);

describe("the public journal of the demo", () => {
  let database: TestDatabase;
  let text: string;

  beforeAll(async () => {
    database = await createSeededDatabase();
    text = await exportText(database.db);
  });
  afterAll(() => database.drop());

  it("D2: a plain Node process re-derives every total the site shows from the export alone, and says holds", async () => {
    const { code, output } = await runVerifier({ "export.jsonl": text });
    expect(output).toMatch(/^holds\n相符\n/);
    expect(code).toBe(0);
  });

  it("D2: the totals in the export are those of the pages", async () => {
    const claimed = await getClaimedTotals(database.db, { end: 1_000_000n });
    const gifts = await getGiftTotals(database.db);
    expect(claimed).toMatchObject({
      givenFen: `${gifts.givenFen}`,
      paidOutFen: `${gifts.paidOutFen}`,
      heldFen: `${gifts.heldFen}`,
      feesFen: `${gifts.feesFen}`,
      giftCount: gifts.giftCount,
    });
    const villages = await listVillageTotals(database.db);
    expect(new Map(claimed.villages.map((one) => [one.code, one.givenFen]))).toEqual(
      new Map(villages.map((one) => [one.regionCode, `${one.givenFen}`])),
    );
    const funds = await listFunds(database.db);
    expect(new Map(claimed.funds.map((one) => [one.code, one.balanceFen]))).toEqual(
      new Map(funds.map((one) => [one.code, `${one.balanceFen}`])),
    );
    const shown = await database.db.select({ code: needs.publicCode, fundedFen: needs.fundedFen }).from(needs);
    for (const need of claimed.needs) {
      expect(need.givenFen).toBe(`${shown.find((one) => one.code === need.code)?.fundedFen}`);
    }
  });

  it("D2: one fen more on a need's page than in the journal is named by the verifier", async () => {
    const [need] = await database.db.select().from(needs).where(sql`${needs.fundedFen} > 100`).limit(1);
    if (!need) throw new Error("no need with gifts");
    const show = (fundedFen: bigint) => database.db.update(needs).set({ fundedFen }).where(eq(needs.id, need.id));
    await show(need.fundedFen - 1n);
    const { code, output } = await runVerifier({ "export.jsonl": await exportText(database.db) });
    await show(need.fundedFen);
    expect(code).toBe(1);
    expect(output).toContain(
      `need ${need.publicCode} givenFen: the site claims ${need.fundedFen - 1n}, the lines give ${need.fundedFen}`,
    );
  });

  it("L17: the export names no person, and holds no address of a receipt", async () => {
    const people = await database.db.select({ id: users.id, name: users.displayName, email: users.email }).from(users);
    const members = await database.db.select({ name: householdMembers.name }).from(householdMembers);
    const heads = await database.db.select({ name: households.headName }).from(households);
    const gifts = await database.db.select().from(donations);
    const names = [...people, ...members, ...heads].map((row) => row.name).filter((name) => [...name].length > 2);
    const secrets = [
      ...names,
      ...people.flatMap((row) => [row.email, row.id]),
      ...gifts.flatMap((row) => [row.id, row.receiptNumber, row.verifyCode, row.checkoutSessionId ?? row.id]),
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it("a download that broke off is continued where it stopped, also right before a root", async () => {
    const lines = text.trimEnd().split("\n");
    const rootAt = lines.findIndex((line) => line.startsWith(`{"root"`));
    for (const cut of [rootAt, rootAt + 1, 700]) {
      const head = lines.slice(0, cut);
      const last = head.filter((line) => line.startsWith(`{"position"`)).length;
      const rest = await exportText(database.db, BigInt(last));
      const { code, output } = await runVerifier({ "export.jsonl": `${head.join("\n")}\n${rest}` });
      expect(output).toMatch(/^holds/);
      expect(code).toBe(0);
    }
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ["a line is missing", (lines) => lines.filter((_, index) => index !== 40), "a line is missing or moved"],
    ["two lines are swapped", (lines) => swap(lines, 40), "a line is missing or moved"],
    ["a line is there twice", (lines) => [...lines.slice(0, 41), ...lines.slice(40)], "a line is missing or moved"],
    ["the end is cut off", (lines) => lines.slice(0, -1), "the file ends early"],
    ["a root is taken out", (lines) => without(lines, `{"root"`), "a later day has a root, this one has none"],
    ["a line is no JSON", (lines) => ["{", ...lines.slice(1)], "this line is not JSON"],
    [
      "a hash is changed",
      (lines) => lines.map((line, index) => (index === 40 ? line.replace(/"hash":"../, `"hash":"zz`) : line)),
      "the chain is broken",
    ],
    [
      "a total is changed",
      (lines) => lines.map((line) => line.replace(/"totals":\{"givenFen":"\d/, `"totals":{"givenFen":"9`)),
      "givenFen: the site claims 9",
    ],
  ])("D3: an export in which %s does not hold", async (_, change, message) => {
    const lines = change(text.trimEnd().split("\n"));
    const { code, output } = await runVerifier({ "export.jsonl": `${lines.join("\n")}\n` });
    expect(output).toContain(message);
    expect(code).toBe(1);
  });

  it("D3: roots that somebody kept are compared; one rewritten since is named", async () => {
    const roots = await rootsText(database.db);
    expect((await runVerifier({ "export.jsonl": text, "roots.json": roots })).code).toBe(0);
    expect((await runVerifier({ "roots.json": roots })).code).toBe(0);
    const rewritten = roots.replace(/("root":")..(?!.*"root":")/, "$1zz");
    const { code, output } = await runVerifier({ "export.jsonl": text, "roots.json": rewritten });
    expect(output).toContain("the root is not the one you kept");
    expect(code).toBe(1);
  });

  it("D3: the receipt of every gift has a proof that holds against the roots and against the journal", async () => {
    const gifts = await database.db.select({ id: donations.id }).from(donations).orderBy(asc(donations.paidAt));
    const roots = await rootsText(database.db);
    for (const gift of [gifts[0], gifts[100]]) {
      const proof = await getGiftProof(database.db, { donationId: gift?.id ?? "" });
      expect(proof?.status).toBe("published");
      const proofText = JSON.stringify({ format: "jiedui-receipt-proof", version: 1, ...proof });
      expect(proofText).not.toContain(gift?.id);
      for (const [name, file] of [
        ["roots.json", roots],
        ["export.jsonl", text],
      ] as const) {
        const { code, output } = await runVerifier({ "receipt-proof.json": proofText, [name]: file });
        expect(output).toMatch(/^holds\n相符\nThe gift of lot [0-9A-Z]{5}-[0-9A-Z]{5}, /);
        expect(code).toBe(0);
      }
      const forged = proofText.replace(/"amountFen":"(\d)/, `"amountFen":"9$1`);
      const forgery = await runVerifier({ "receipt-proof.json": forged, "roots.json": roots });
      expect(forgery.output).toContain("the record in the proof does not give its leaf");
      expect(forgery.code).toBe(1);
    }
  });

  it("wrong words end with 2 and the usage", async () => {
    expect((await runVerifier({}, [])).code).toBe(2);
    const missing = await runVerifier({}, ["nowhere.jsonl"]);
    expect(missing.output).toContain("There is no file nowhere.jsonl.");
    expect(missing.code).toBe(2);
    const other = await runVerifier({ "other.json": "{}" });
    expect(other.output).toContain("Usage / 用法");
    expect(other.code).toBe(2);
  });
});

function swap(lines: string[], at: number): string[] {
  const [one = "", two = ""] = lines.slice(at, at + 2);
  return [...lines.slice(0, at), two, one, ...lines.slice(at + 2)];
}

function without(lines: string[], start: string): string[] {
  const at = lines.findIndex((line) => line.startsWith(start));
  return lines.filter((_, index) => index !== at);
}

describe("D3: whoever changes a stored row, past every trigger, is found out by an outsider", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createSeededDatabase();
  });
  afterAll(() => database.drop());

  it.each([
    ["an entry's amount", "ledger_entries", "amount_fen = amount_fen + 1", "transaction", "transaction_id"],
    [
      "an entry's account",
      "ledger_entries",
      "account_id = (select id from ledger_accounts where code = 'fund:housing')",
      "transaction",
      "transaction_id",
    ],
    ["a movement's source", "ledger_transactions", "source = source || '.'", "transaction", "id"],
    ["a movement's description", "ledger_transactions", "description = '别的'", "transaction", "id"],
    ["a movement's time", "ledger_transactions", "at = at + interval '1 millisecond'", "transaction", "id"],
    ["who posted it", "ledger_transactions", "actor_user_id = gen_random_uuid()", "transaction", "id"],
    ["an account's holder", "ledger_accounts", "legal_person = '别人'", "account", "id"],
    ["an account's name", "ledger_accounts", "name = '别的账户'", "account", "id"],
    ["a step's reason", "state_transitions", "reason = '别的理由'", "transition", "id"],
    ["who took a step", "state_transitions", "actor_user_id = gen_random_uuid()", "transition", "id"],
    ["whose step it was", "state_transitions", "subject_id = gen_random_uuid()", "transition", "id"],
  ])("%s", async (_, table, change, kind, key) => {
    const { sql: owner } = database;
    const [row] = await owner.unsafe(`select * from ${table} order by md5(id::text) limit 1`);
    if (row === undefined) throw new Error("no row");
    const [link] = await owner`select position from chain_links where kind = ${kind} and subject_id = ${row[key]}`;
    await owner.unsafe(`alter table ${table} disable trigger user`);
    await owner.unsafe(`update ${table} set ${change} where id = '${row.id}'`);
    const { code, output } = await runVerifier({ "export.jsonl": await exportText(database.db) });
    const columns = Object.keys(row).filter((column) => column !== "id");
    await owner.unsafe(
      `update ${table} set ${columns.map((column, index) => `${column} = $${index + 1}`).join(", ")} where id = '${row.id}'`,
      columns.map((column) => row[column]),
    );
    await owner.unsafe(`alter table ${table} enable trigger user`);
    expect(output).toContain(`position ${link?.position} (${kind}, `);
    expect(output).toContain("the record was altered");
    expect(code).toBe(1);
    expect((await checkChain(database.db)).findings).toEqual([]);
  });
});

describe("the sealing job", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ max: 20 });
    for (const [code, kind] of [
      ["custody:test", "custody"],
      ["fund:test", "fund"],
    ] as const) {
      await openLedgerAccount(database.db, { code, kind, name: code, legalPerson: "财政局", regionCode: null });
    }
  });
  afterAll(() => database.drop());

  const write = async (number: number) => {
    const lot = { code: `plan:test:${number}`, contributor: "财政局" };
    const posting = {
      reference: lot.code,
      kind: "fund_budget",
      description: "预算",
      source: "测试",
      entries: [
        { accountCode: "custody:test", amountFen: 1n, lot },
        { accountCode: "fund:test", amountFen: -1n, lot },
      ],
    } as const;
    await database.db.transaction(async (tx) => {
      await postLedgerTransaction(tx, posting, systemActor, seededNow);
      await recordTransition(tx, seededNow, systemActor, {
        noun: "need",
        subjectId: newId(),
        from: null,
        event: "draft",
        to: "drafted",
      });
    });
  };
  const sealAll = async (at: Date) => {
    while ((await sealChain(database.db, at)) > 0);
  };

  it("F9: 500 writers at once, two sealers and killed connections leave a chain without a break", async () => {
    let isWriting = true;
    const seal = async () => {
      while (isWriting) await sealChain(database.db, seededNow).catch(() => 0);
    };
    const kill = async () => {
      while (isWriting) {
        await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like '%chain_links%' and pid <> pg_backend_pid() limit 1`;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    };
    const writing = Promise.all(Array.from({ length: 500 }, (_, number) => write(number))).finally(() => {
      isWriting = false;
    });
    await Promise.all([writing, seal(), seal(), kill()]);
    await sealAll(seededNow);
    expect(await checkChain(database.db)).toEqual({ examined: 1_002, findings: [] });
    const { code, output } = await runVerifier({ "export.jsonl": await exportText(database.db) });
    expect(output).toMatch(/^holds/);
    expect(code).toBe(0);
  });

  it("a batch that fails leaves nothing behind, and the next one takes the same rows", async () => {
    await write(1_000);
    const failing = database.db.transaction(async (tx) => {
      await sealChain(tx, seededNow);
      throw new Error("killed");
    });
    await expect(failing).rejects.toThrow("killed");
    expect(await sealChain(database.db, seededNow)).toBe(2);
    expect((await checkChain(database.db)).findings).toEqual([]);
  });

  it("a root comes out when its day is over, once, and the day takes no more links, even with a clock that was set back", async () => {
    expect(await publishRoots(database.db, seededNow)).toBe(0);
    expect(await publishRoots(database.db, nextDay)).toBe(1);
    expect(await publishRoots(database.db, nextDay)).toBe(0);
    await write(1_001);
    await sealAll(seededNow);
    const [newest] = await database.db.select().from(chainLinks).orderBy(sql`position desc`).limit(1);
    expect(newest?.day).toBe("2026-11-23");
    expect((await checkChain(database.db)).findings).toEqual([]);
    await expect(
      database.sql`insert into chain_links (position, kind, subject_id, day, salt, leaf, hash, sealed_at)
        values (${String((newest?.position ?? 0n) + 1n)}, 'transition', ${newId()}, '2026-11-22', '', '', '', now())`,
    ).rejects.toThrow(/the day 2026-11-22 is over/);
  });
});

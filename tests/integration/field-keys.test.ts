import { type ChildProcess, spawn } from "node:child_process";
import { createCipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eraseSealedFields } from "#app/domain/erasures/erase-sealed-fields.server.ts";
import { proposeErasure } from "#app/domain/erasures/propose-erasure.server.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { revealField } from "#app/domain/reveals/reveal-field.server.ts";
import { countByKey, listSealedColumns, placeIn, rotateFieldKeys } from "#db/field-keys.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { createSealer, type FieldKeys } from "#db/sealer.server.ts";
import { createHousehold, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const [oldKey, newKey, indexKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const only = (id: string, key: Buffer): FieldKeys => ({ currentId: id, keys: new Map([[id, key]]) });
const both: FieldKeys = {
  currentId: "k2",
  keys: new Map([
    ["k2", newKey],
    ["k1", oldKey],
  ]),
};
const oldSealer = createSealer(only("k1", oldKey), indexKey);
const sealer = createSealer(both, indexKey);
const newSealer = createSealer(only("k2", newKey), indexKey);
const place = "households:1:phone";

/** A value as it was sealed before envelopes. */
function sealFirstForm(value: string, where: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", oldKey, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(where));
  const body = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return ["k1", ...[iv, body, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

describe("an envelope", () => {
  it("F5: opens at its place, names its key, and is another one each time", () => {
    const sealed = sealer.seal("13800138000", place);
    expect(sealed).toMatch(/^e1\.k2\.[A-Za-z0-9_-]{80}\.[A-Za-z0-9_-]+$/);
    expect(sealer.open(sealed, place)).toBe("13800138000");
    expect(sealer.seal("13800138000", place)).not.toBe(sealed);
    expect(sealer.open(sealer.seal("", place), place)).toBe("");
  });

  it("F5 F7 F12: values of one record share a data key, each with its own place, and are rotated and erased each for itself", () => {
    const seal = oldSealer.sealerOfRecord();
    const [phone, account] = [seal("13800138000", place), seal("6222021777000177024", "households:1:bank_account")];
    expect(phone.split(".")[2]).toBe(account.split(".")[2]);
    expect(oldSealer.sealerOfRecord()("13800138000", place).split(".")[2]).not.toBe(phone.split(".")[2]);
    expect(seal("13800138000", place)).not.toBe(phone);
    expect(oldSealer.open(account, "households:1:bank_account")).toBe("6222021777000177024");
    expect(() => oldSealer.open(account, place)).toThrow();
    const rotated = sealer.rewrap(phone, place);
    expect(newSealer.open(rotated, place)).toBe("13800138000");
    expect(sealer.open(account, "households:1:bank_account")).toBe("6222021777000177024");
    expect(() => sealer.open(sealer.erase(phone), place)).toThrow("erased");
  });

  it("F5: every flipped bit, a cut tag, another row, another field and an unknown key are refused", () => {
    const sealed = sealer.seal("13800138000", place);
    const [mark, id, wrapped = "", value = ""] = sealed.split(".");
    const flipped = [wrapped, value].flatMap((part, which) =>
      [...Buffer.from(part, "base64url").keys()].flatMap((index) =>
        [1, 128].map((bit) => {
          const bytes = Buffer.from(part, "base64url");
          bytes[index] = (bytes[index] ?? 0) ^ bit;
          const text = bytes.toString("base64url");
          return [mark, id, which === 0 ? text : wrapped, which === 1 ? text : value].join(".");
        }),
      ),
    );
    const cut = [1, 8, 15, 16].map((count) =>
      [mark, id, wrapped, Buffer.from(value, "base64url").subarray(0, -count).toString("base64url")].join("."),
    );
    const other = sealer.seal("13900139000", place).split(".");
    const altered = [
      ...flipped,
      ...cut,
      [mark, id, other[2], value].join("."),
      [mark, id, wrapped, other[3]].join("."),
      [mark, "k1", wrapped, value].join("."),
      [mark, "k9", wrapped, value].join("."),
      `${sealed}!`,
      `${sealed}.x`,
      "",
      "e1",
    ];
    expect(altered.filter((one) => canOpen(one, place))).toEqual([]);
    expect(["households:2:phone", "households:1:bank"].filter((one) => canOpen(sealed, one))).toEqual([]);
    expect(() => newSealer.open(oldSealer.seal("x", place), place)).toThrow(/unknown key/);
  });

  it("F5, F7: what was sealed before envelopes still opens, is refused as strictly, and gets a data key when wrapped anew", () => {
    const sealed = sealFirstForm("13800138000", place);
    expect(sealer.open(sealed, place)).toBe("13800138000");
    expect([sealed.slice(0, -1), sealed.slice(0, -22), `${sealed}=`].filter((one) => canOpen(one, place))).toEqual([]);
    expect(newSealer.open(sealer.rewrap(sealed, place), place)).toBe("13800138000");
  });

  it("F7: wrapping anew changes the key and leaves the value's own bytes", () => {
    const sealed = oldSealer.seal("13800138000", place);
    const rewrapped = sealer.rewrap(sealed, place);
    expect(rewrapped.split(".")[3]).toBe(sealed.split(".")[3]);
    expect(newSealer.open(rewrapped, place)).toBe("13800138000");
  });

  it("F12: without its data key nobody opens it, with whatever key, and rotation leaves it so", () => {
    for (const sealed of [oldSealer.seal("13800138000", place), sealFirstForm("13800138000", place)]) {
      const erased = sealer.erase(sealed);
      expect(sealer.isErased(erased)).toBe(true);
      expect([oldSealer, sealer, newSealer].filter((one) => canOpenWith(one, erased))).toEqual([]);
      expect(sealer.rewrap(erased, place)).toBe(erased);
    }
  });

  it("F6: one number in six spellings has one index; another field and another key have another", () => {
    const spellings = [
      "11010519491231002X",
      "11010519491231002x",
      " 110105 19491231 002X ",
      "１１０１０５１９４９１２３１００２Ｘ",
      "110105-19491231-002x",
      "110105·19491231·002Ｘ",
    ];
    const indexes = new Set(spellings.map((one) => sealer.blindIndex(one, "id_number")));
    expect(indexes.size).toBe(1);
    expect(indexes).not.toContain(sealer.blindIndex(spellings[0] ?? "", "phone"));
    expect(indexes).not.toContain(createSealer(both, randomBytes(32)).blindIndex(spellings[0] ?? "", "id_number"));
  });
});

function canOpen(sealed: string, where: string): boolean {
  return canOpenWith(sealer, sealed, where);
}

function canOpenWith(one: typeof sealer, sealed: string, where = place): boolean {
  try {
    one.open(sealed, where);
    return true;
  } catch {
    return false;
  }
}

describe("every sealed column", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createSeededDatabase();
  }, 240_000);
  afterAll(() => database.drop());

  it("F5: opens at the place its table, key and name say; the site's role may wrap it anew", async () => {
    const columns = await listSealedColumns(database.db);
    expect(columns.map(({ table, column }) => `${table}.${column}`)).toEqual(
      expect.arrayContaining([
        "household_members.diagnosis_sealed",
        "household_members.guardian_sealed",
        "household_members.id_number_sealed",
        "households.bank_account_sealed",
        "households.phone_sealed",
        "objections.contact_sealed",
        "second_factors.secret_sealed",
        "volunteers.phone_sealed",
      ]),
    );
    for (const column of columns) {
      const rows = await database.db.execute<{ key: string; sealed: string }>(
        sql`select ${sql.identifier(column.key)}::text as key, ${sql.identifier(column.column)} as sealed
          from ${sql.identifier(column.table)} where ${sql.identifier(column.column)} is not null limit 5`,
      );
      for (const { key, sealed } of rows) expect(seededSealer.open(sealed, placeIn(column, key))).not.toBe("");
      const [may] = await database.db.execute<{ may: boolean }>(
        sql`select has_column_privilege('jiedui_app', ${column.table}, ${column.column}, 'UPDATE') as may`,
      );
      expect(may?.may, `${column.table}.${column.column}`).toBe(true);
    }
  });

  it("F5: a dump of the sealed tables holds no ID number and no phone", async () => {
    const numbers: string[] = [];
    const members =
      await database.sql`select id, id_number_sealed as sealed from household_members where id_number_sealed is not null limit 40`;
    for (const { id, sealed } of members) numbers.push(seededSealer.open(sealed, `household_members:${id}:id_number`));
    const dump = JSON.stringify([
      await database.sql`select * from household_members`,
      await database.sql`select * from households`,
      await database.sql`select * from state_transitions`,
      await database.sql`select * from outbox_events`,
      await database.sql`select * from search_documents`,
    ]);
    expect(numbers).toHaveLength(40);
    expect(numbers.filter((number) => dump.includes(number))).toEqual([]);
  });

  it("F12: two people of the county take the data keys of an ended file; nobody opens it any more, the ledger is what it was", async () => {
    const { db } = database;
    const [first, second] = [
      await createStaff(db, "county_verifier", "440783"),
      await createStaff(db, "county_verifier", "440783"),
    ];
    const stranger = await createStaff(db, "county_verifier", "510000");
    const [household] = await db.execute<{ id: string }>(
      sql`select id from households where phone_sealed is not null and state = 'active' and exists (select from household_members
        where household_id = households.id and guardian_sealed is not null) and exists (select from household_members
        where household_id = households.id and diagnosis_sealed is not null) order by id limit 1`,
    );
    const householdId = household?.id ?? "";
    const ledger = () =>
      db.execute(
        sql`select count(*), sum(amount_fen), md5(string_agg(entry::text, '' order by id)) from ledger_entries entry`,
      );
    const before = await ledger();
    const services = { db, sealer: seededSealer };
    const propose = (actor: typeof first) =>
      proposeErasure(db, { householdId, reason: "档案已结束，保存期满" }, actor, seededNow);
    const erase = (actor: typeof first) => eraseSealedFields(services, { householdId }, actor, seededNow);
    expect(await propose(first)).toEqual({ ok: false, code: "not_found" });
    // The way there takes a notice, an inspector and years; only its end is asked for here.
    await database.sql.begin(async (owner) => {
      await owner`set local session_replication_role = replica`;
      await owner`update households set state = 'closed' where id = ${householdId}`;
    });
    expect(await propose(stranger)).toEqual({ ok: false, code: "not_found" });
    expect(await erase(second)).toEqual({ ok: false, code: "not_proposed" });
    expect((await propose(first)).ok).toBe(true);
    expect(await propose(second)).toEqual({ ok: false, code: "conflict" });
    expect(await erase(first)).toEqual({ ok: false, code: "same_person" });
    const alone = sqlRefusal(database, (tx) => tx.update(erasures).set({ doneBy: first.userId, doneAt: seededNow }));
    expect(await alone).toBe("23514 erasures_two_people");
    expect((await erase(second)).ok).toBe(true);
    const rows = await db.execute<{ sealed: string; place: string; index: string | null }>(sql`
      select phone_sealed as sealed, 'households:' || id || ':phone' as place, null as index from households where id = ${householdId}
      union all select bank_account_sealed, 'households:' || id || ':bank_account', bank_account_index from households where id = ${householdId}
      union all select diagnosis_sealed, 'household_members:' || id || ':diagnosis', null from household_members
        where household_id = ${householdId} and diagnosis_sealed is not null
      union all select guardian_sealed, 'household_members:' || id || ':guardian', null from household_members
        where household_id = ${householdId} and guardian_sealed is not null
      union all select id_number_sealed, 'household_members:' || id || ':id_number', id_number_index from household_members
        where household_id = ${householdId} and id_number_sealed is not null`);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ sealed, place: where }) => canOpenWith(seededSealer, sealed, where))).toEqual([]);
    expect(rows.filter(({ index }) => index !== null)).toEqual([]);
    const file = await getHouseholdFile(services, { householdId, actor: second, at: seededNow });
    expect([file?.phoneMasked, ...(file?.members ?? []).map((member) => member.idNumberMasked)]).toEqual([
      null,
      ...(file?.members ?? []).map(() => null),
    ]);
    const officer = await createStaff(db, "county_verifier", "440783");
    const ask = { householdId, field: "phone", reason: "打电话约定时间" };
    expect(await revealField(services, ask, officer, seededNow)).toEqual({ ok: false, code: "erased" });
    expect(await ledger()).toEqual(before);
  });
});

describe("npm run keys:rotate", () => {
  const rowCount = 2_000;
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    const { id } = await createHousehold(database.db);
    const ids = Array.from({ length: rowCount }, () => crypto.randomUUID());
    const rows = ids.map((memberId, index) => {
      const where = `household_members:${memberId}:id_number`;
      const value = String(index).padStart(18, "4");
      return { id: memberId, sealed: index % 2 === 0 ? oldSealer.seal(value, where) : sealFirstForm(value, where) };
    });
    await database.sql`
      insert into household_members (id, household_id, position, name, relation, gender, birth_date, labour_ability, id_number_sealed)
      select given.id, ${id}, 1, '谭某', 'other', 'female', '1980-01-01', 'full', given.sealed
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given(id uuid, sealed text)`;
  });
  const readers = { isOn: true, reads: 0, failures: 0 };
  afterAll(async () => {
    readers.isOn = false;
    await database.drop();
  });

  const counts = async () => countByKey(database.db, await listSealedColumns(database.db));

  function start(): ChildProcess {
    return spawn(process.execPath, ["--import", "tsx", "scripts/rotate-keys.ts", "--batch", "50"], {
      env: {
        ...process.env,
        JIEDUI_MODE: "test",
        BASE_URL: "http://127.0.0.1:3000",
        DATABASE_URL: database.url,
        FIELD_KEYS: `k2:${newKey.toString("base64")},k1:${oldKey.toString("base64")}`,
        INDEX_KEY: indexKey.toString("base64"),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  it("F7: killed in the middle under readers and begun again, it leaves nothing under the old key and no read ever fails", async () => {
    const reading = (async () => {
      while (readers.isOn) {
        const rows =
          await database.sql`select id, id_number_sealed as sealed from household_members tablesample bernoulli (3) where id_number_sealed is not null`;
        for (const { id, sealed } of rows) {
          readers.reads += 1;
          if (!canOpen(sealed, `household_members:${id}:id_number`)) readers.failures += 1;
        }
      }
    })();

    // A row in the middle is held, so that the kill certainly comes before the end.
    const holder = await database.sql.reserve();
    await holder`begin`;
    const [middle] = await database.sql`
      select id from household_members where id_number_sealed is not null order by id offset ${rowCount / 2} limit 1`;
    await holder`select 1 from household_members where id = ${middle?.id} for update`;
    const first = start();
    const ended = once(first, "exit");
    let seen = 0;
    for await (const _line of createInterface({ input: first.stdout ?? process.stdin })) {
      seen += 1;
      if (seen === 10) first.kill("SIGKILL");
    }
    const [, signal] = await ended;
    await holder`rollback`;
    holder.release();
    expect(signal).toBe("SIGKILL");
    const midway = (await counts()).get("k2") ?? 0;
    expect(midway).toBeGreaterThanOrEqual(450);
    expect(midway).toBeLessThan(rowCount);

    const second = start();
    let told = "";
    second.stdout?.on("data", (chunk) => {
      told += String(chunk);
    });
    expect(await once(second, "exit")).toEqual([0, null]);
    readers.isOn = false;
    await reading;
    expect(told).toContain("household_members.id_number_sealed: ");
    expect(told).toContain(`key k2: ${rowCount}`);
    expect([...(await counts())]).toEqual([["k2", rowCount]]);
    const rows =
      await database.sql`select id, id_number_sealed as sealed from household_members where id_number_sealed is not null`;
    expect(
      rows.filter(({ id, sealed }) => !canOpenWith(newSealer, sealed, `household_members:${id}:id_number`)),
    ).toEqual([]);
    expect(readers.reads).toBeGreaterThan(0);
    expect(readers.failures).toBe(0);
  }, 120_000);

  it("F7: run once more it touches nothing", async () => {
    const steps: unknown[] = [];
    for await (const step of rotateFieldKeys({ db: database.db, sealer }, { batchSize: 500 })) steps.push(step);
    expect(steps).toEqual([]);
  }, 60_000);
});

import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymousActor, systemActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { sealChain } from "#app/domain/proof/seal-chain.server.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import { publishDayRoots } from "#app/jobs/publish-day-roots.server.ts";
import { loader as proofLoader } from "#app/routes/donations_.$id_.proof[.]json.ts";
import { loader as journalLoader } from "#app/routes/ledger_.export[.]jsonl.ts";
import { loader as rootsLoader } from "#app/routes/ledger_.roots/route.tsx";
import { loader as rootsFileLoader } from "#app/routes/ledger_.roots[.]json.ts";
import { loader as verifyLoader } from "#app/routes/ledger_.verify/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { runVerifier } from "#tests/setup/run-verifier.ts";
import { createSeededDatabase, seededNow } from "#tests/setup/seeded-database.ts";

let database: TestDatabase;
let services: Services;
const nextDay = new Date(seededNow.getTime() + 86_400_000);

beforeAll(async () => {
  database = await createSeededDatabase();
  const env = {
    DATABASE_URL: database.url,
    JIEDUI_MODE: "test",
    AUDIT_MAIL_TO: "one@audit.example, two@audit.example",
  };
  services = { ...createServices(readEnv(env)), clock: { now: () => seededNow } };
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

function argsOf(path: string, params: Record<string, string> = {}) {
  const context: RequestContext = {
    services,
    actor: anonymousActor,
    locale: "zh-CN",
    isLargeText: false,
    clientAddress: "127.0.0.1",
    nonce: "nonce",
    sessionIdHash: null,
  };
  return { request: new Request(`http://127.0.0.1:3000${path}`), params, context };
}

async function mailsOf(day: string): Promise<string[]> {
  const queued = await database.db.select().from(mails).orderBy(asc(mails.recipient));
  return queued.filter((mail) => mail.parameters.day === day).map((mail) => mail.recipient);
}

const gifts = () => database.db.select().from(donations).orderBy(asc(donations.paidAt));

describe("D3: the files an outsider checks the ledger with", () => {
  it("the journal, the roots and a receipt's proof, as anyone downloads them, hold together", async () => {
    const journal = await journalLoader(argsOf("/ledger/export.jsonl"));
    expect(journal.headers.get("Content-Disposition")).toBe('attachment; filename="jiedui-ledger-2026-11-22.jsonl"');
    const roots = await rootsFileLoader(argsOf("/ledger/roots.json"));
    const [gift] = await gifts();
    const proof = await proofLoader(argsOf("/", { id: gift?.id ?? "" }));
    const files = {
      "export.jsonl": await journal.text(),
      "roots.json": await roots.text(),
      "receipt-proof.json": await proof.text(),
    };
    for (const names of [
      ["export.jsonl"],
      ["roots.json"],
      ["export.jsonl", "roots.json"],
      ["receipt-proof.json", "roots.json"],
      ["receipt-proof.json", "export.jsonl"],
    ]) {
      const { code, output } = await runVerifier(files, names);
      expect(output, names.join(" ")).toMatch(/^holds\n相符\n/);
      expect(code).toBe(0);
    }
  });

  it("what is no position is refused", async () => {
    for (const after of ["x", "-1", "1e3", "9".repeat(20)]) {
      await expect(journalLoader(argsOf(`/ledger/export.jsonl?after=${after}`))).rejects.toMatchObject({ status: 400 });
    }
  });

  it("a gift that is not paid, or is none, has no proof", async () => {
    for (const id of [newId(), "x", ""]) {
      await expect(proofLoader(argsOf("/", { id }))).rejects.toMatchObject({ status: 404 });
    }
  });

  it("the page lists the newest days first and says what is not published yet", async () => {
    const page = await rootsLoader(argsOf("/ledger/roots"));
    expect(page.roots).toHaveLength(14);
    expect([...page.roots].sort((one, other) => (one.day < other.day ? 1 : -1))).toEqual(page.roots);
    const second = await rootsLoader(argsOf("/ledger/roots?page=2"));
    expect(second.roots[0]?.day).not.toBe(page.roots[0]?.day);
    const checks = await verifyLoader(argsOf("/ledger/verify"));
    expect(checks.chain).toMatchObject({ pendingCount: 0, problems: [], alarms: [], walkedCount: 200 });
  });
});

describe("F9: the root of a day", () => {
  it("is published and mailed to the auditors once, when the day is over", async () => {
    const step = { noun: "need", subjectId: newId(), from: null, event: "draft", to: "drafted" };
    await recordTransition(database.db, seededNow, systemActor, step);
    await sealChain(database.db, seededNow);
    await publishDayRoots(services);
    expect(await mailsOf("2026-11-22")).toEqual([]);
    const tomorrow = { ...services, clock: { now: () => nextDay } };
    expect(await publishDayRoots(tomorrow)).toBe(1);
    expect(await publishDayRoots(tomorrow)).toBe(0);
    expect(await mailsOf("2026-11-22")).toEqual(["one@audit.example", "two@audit.example"]);
    const roots = await rootsFileLoader(argsOf("/ledger/roots.json")).then((response) => response.json());
    const newest = roots.roots.at(-1);
    const mail = await renderMail(services, "chain-root", { day: "2026-11-22" }, "en");
    expect(newest.day).toBe("2026-11-22");
    expect(mail?.subject).toBe(`Ledger root of 2026-11-22: ${newest.root.slice(0, 16)}…`);
    expect(mail?.text).toContain(newest.root);
  });

  it("addresses that are none are refused at the start", () => {
    expect(() => readEnv({ JIEDUI_MODE: "test", AUDIT_MAIL_TO: "nobody" })).toThrow(
      "AUDIT_MAIL_TO: nobody is no e-mail address.",
    );
  });
});

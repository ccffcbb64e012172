import { chmod, mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import Stripe from "stripe";
import { newId } from "#app/domain/ids.ts";
import { createDb, type Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { createNeed, createQualifiedCharity, createTestRegions } from "#db/seed/factories.server.ts";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { bundled } from "#scripts/bundle-processes.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { answersOk, projectFolder, startPart, typescript, waitForPart } from "#scripts/parts.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import type { Running } from "#scripts/running.ts";
import { type Figure, medianOf, percentileOf } from "./compare.ts";
import { type CpuTimes, readCpuTimes } from "./cpu-time.ts";

const rounds = 5;
const deliveriesPerRound = 2_000;
const inFlight = 32;
/** Gifts go to many needs, as on a busy day; one need's gifts queue for its row. */
const needCount = 50;
const giftFen = 10_000n;
const webhookSecret = "whsec_bench";

/**
 * `donations.settle`: signed deliveries of paid checkouts, settled per second by the built site (signature, comparison with our gift, lots,
 * double entry with every trigger, the need's goal, outbox), against a bare Node server that writes five rows by one SQL function call in
 * tables without a constraint. The same deliveries, the same PostgreSQL with its data flushed to disk, in turn in the same run. The job
 * process does not run: mails and indexing come after settling.
 */
export async function measureSettling(running: Running): Promise<Record<"donations.settle", Figure>> {
  const { databaseUrl, site, bare } = await startBoth(running);
  const connection = createDb(databaseUrl, { max: 4 });
  try {
    const charity = await prepare(connection.db);
    await settleRound(connection.db, charity, site, 300);
    await settleRound(connection.db, charity, bare, 300);
    const ours: Round[] = [];
    const baseline: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      baseline.push(await settleRound(connection.db, charity, bare, deliveriesPerRound));
      ours.push(await settleRound(connection.db, charity, site, deliveriesPerRound));
    }
    await checkAllSettled(connection.db, 300 + rounds * deliveriesPerRound);
    printProfile("ours", ours);
    printProfile("baseline", baseline);
    return { "donations.settle": figureOf(ours, baseline) };
  } finally {
    await connection.close();
  }
}

/** `cpu`: milliseconds of processor time per delivery, by kind of process. */
type Round = { perSecond: number; latencies: number[]; cpu: CpuTimes };

const processKinds = { site: "processes/server.js", "bare server": "bare-settle-server" };

/** Where the time goes: one line each for us and the baseline. */
function printProfile(name: string, rounds: readonly Round[]): void {
  const kinds = ["load", "postgres", ...Object.keys(processKinds)];
  const words = kinds
    .map((kind) => ({ kind, ms: medianOf(rounds.map(({ cpu }) => cpu.get(kind) ?? 0)) }))
    .filter(({ ms }) => ms > 0)
    .map(({ kind, ms }) => `${kind} ${ms.toFixed(2)}`);
  console.log(`processor time per delivery, ${name}: ${words.join(", ")} ms`);
}

function figureOf(ours: readonly Round[], baseline: readonly Round[]): Figure {
  const value = medianOf(ours.map((round) => round.perSecond));
  const baselineValue = medianOf(baseline.map((round) => round.perSecond));
  const latencies = ours.flatMap((round) => round.latencies).sort((a, b) => a - b);
  const at = (share: number) => Number(percentileOf(latencies, share).toFixed(2));
  return {
    ratio: Number((value / baselineValue).toFixed(3)),
    value: Number(value.toFixed(1)),
    baseline: Number(baselineValue.toFixed(1)),
    unit: "deliveries/s",
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

async function startBoth(running: Running): Promise<{ databaseUrl: string; site: string; bare: string }> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-settle-"));
  await chmod(folder, 0o711);
  running.add(() => rm(folder, { recursive: true, force: true }));
  await buildSiteWhenChanged(running);
  const server = await startPostgresServer({ folder, isDurable: true });
  running.add(server.stop);
  const admin = postgres(server.urlOf("postgres"), { max: 1, onnotice: () => {} });
  await admin`create database jiedui`;
  await admin.end();
  const databaseUrl = server.urlOf("jiedui");
  await migrateDatabase(databaseUrl);
  const [sitePort, barePort] = [await findFreePort(), await findFreePort()];
  const [site, bare] = [`http://127.0.0.1:${sitePort}`, `http://127.0.0.1:${barePort}`];
  const start = async (name: string, words: readonly string[], env: Record<string, string>, readyAt: string) => {
    const logPath = join(projectFolder, ".cache", `bench-${name}.log`);
    const more = { DATABASE_URL: databaseUrl, NODE_ENV: "production", ...env };
    const part = startPart({ name, words, env: more, logPath });
    running.add(() => part.stop());
    await waitForPart(part, () => answersOk(readyAt));
  };
  await start("site", bundled("server"), siteEnv(sitePort, site, folder), `${site}/readyz`);
  await start("bare-settle", typescript("tests/bench/bare-settle-server.ts"), { BARE_PORT: String(barePort) }, bare);
  return { databaseUrl, site: `${site}/webhooks/stripe`, bare };
}

function siteEnv(port: number, baseUrl: string, folder: string): Record<string, string> {
  return {
    JIEDUI_MODE: "test",
    PORT: String(port),
    BASE_URL: baseUrl,
    FILES_DIR: join(folder, "files"),
    STRIPE_SECRET_KEY: "sk_test_local_stand_in",
    // Nobody listens there: what needs the provider would fail, and settling a verified message does not need it.
    STRIPE_API_BASE: "http://127.0.0.1:9",
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  };
}

type Charity = { charityId: string; stripeAccountId: string; needIds: readonly string[] };

async function prepare(db: Db): Promise<Charity> {
  await createTestRegions(db);
  const { charityId, filingId, stripeAccountId } = await createQualifiedCharity(db);
  const needIds: string[] = [];
  for (let index = 0; index < needCount; index += 1) {
    const need = await createNeed(db, { goalFen: 9_000_000_000n, charityId, filingId, publicationMode: "public" });
    needIds.push(need.id);
  }
  return { charityId, stripeAccountId, needIds };
}

/** New gifts, a signed message for each, all delivered as fast as answers come back; every answer must be a success. */
async function settleRound(db: Db, charity: Charity, url: string, count: number): Promise<Round> {
  const ids = Array.from({ length: count }, () => newId());
  await insertGifts(db, charity, ids);
  const messages = ids.map((id) => signedMessage(id, charity.stripeAccountId));
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const latencies: number[] = [];
  const before = readCpuTimes(processKinds);
  const startedAt = performance.now();
  let next = 0;
  const deliverSome = async () => {
    for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
      const sentAt = performance.now();
      const status = await post(url, message, agent);
      if (status !== 200) throw new Error(`${url} answered ${status}`);
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, deliverSome));
  const seconds = (performance.now() - startedAt) / 1000;
  const after = readCpuTimes(processKinds);
  agent.destroy();
  const cpu = new Map([...after].map(([kind, ms]) => [kind, (ms - (before.get(kind) ?? 0)) / count]));
  return { perSecond: count / seconds, latencies, cpu };
}

async function insertGifts(db: Db, { charityId, needIds }: Charity, ids: readonly string[]): Promise<void> {
  const at = new Date();
  const rows = ids.map((id, index) => ({
    id,
    formNonce: id,
    needId: needIds[index % needIds.length] ?? "",
    charityId,
    amountFen: giftFen,
    state: "pending" as const,
    surplusChoice: "same_village" as const,
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: at,
    updatedAt: at,
  }));
  for (let from = 0; from < rows.length; from += 500) await db.insert(donations).values(rows.slice(from, from + 500));
}

type Message = { body: string; signature: string };
const stripe = new Stripe("sk_test_bench");

function signedMessage(donationId: string, account: string): Message {
  const created = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id: `evt_${donationId}`,
    object: "event",
    account,
    api_version: Stripe.API_VERSION,
    created,
    livemode: false,
    type: "checkout.session.completed",
    data: {
      object: {
        id: `cs_${donationId}`,
        object: "checkout.session",
        amount_total: Number(giftFen),
        currency: "cny",
        livemode: false,
        mode: "payment",
        payment_status: "paid",
        status: "complete",
        payment_intent: `pi_${donationId}`,
        client_reference_id: donationId,
        metadata: { donation_id: donationId },
      },
    },
  });
  return { body, signature: stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret }) };
}

function post(url: string, { body, signature }: Message, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": String(Buffer.byteLength(body)),
      "Stripe-Signature": signature,
    };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A fast error is no result: every gift of ours must be paid, in the ledger and balanced. */
async function checkAllSettled(db: Db, count: number): Promise<void> {
  const [row] = await db.execute<{ paid: number; posted: number; off: string }>(`
    select (select count(*)::int from donations where state in ('paid', 'settled')) as paid,
      (select count(*)::int from ledger_transactions where kind = 'donation') as posted,
      (select coalesce(sum(amount_fen), 0)::text from ledger_entries) as off`);
  if (row?.paid !== count || row.posted !== count || row.off !== "0")
    throw new Error(`${row?.paid} paid and ${row?.posted} posted of ${count} gifts, off by ${row?.off} fen`);
}

import { type Bulk, openBulk } from "#db/bulk.server.ts";
import { createDb, type Db, type DbConnection } from "#db/client.server.ts";
import type { StatementListener } from "#db/connection.server.ts";
import type { Pool } from "#db/pool.server.ts";
import { createReplicaMonitor } from "#db/replica-monitor.server.ts";
import { createReadDb } from "#db/replicas.server.ts";
import { createSealer, type Sealer } from "#db/sealer.server.ts";
import type { Mailer } from "#emails/mailer.ts";
import { createSmtpMailer } from "#emails/send-email.server.ts";
import { needsIndex } from "#search/needs-index.server.ts";
import { createPostgresIndex, searchConnectionSettings } from "#search/postgres-index.server.ts";
import type { SearchIndex } from "#search/search-index.ts";
import { villagesIndex } from "#search/villages-index.server.ts";
import { type Clock, createOffsetClock, systemClock } from "./clock.server.ts";
import type { BatchStager, StagingWork } from "./domain/register-imports/stage-batch.server.ts";
import type { Env } from "./env.server.ts";
import { createDiskFileStore } from "./files/disk-file-store.server.ts";
import type { FileStore } from "./files/file-store.ts";
import { openS3Bucket } from "./files/s3-bucket.server.ts";
import { createS3FileStore } from "./files/s3-file-store.server.ts";
import { createLogger, type Logger } from "./http/logger.server.ts";
import { createSiteMetrics, type SiteMetrics } from "./metrics/site-metrics.server.ts";
import { watchStatements } from "./metrics/watch-statements.server.ts";
import { observeGateway } from "./payments/observed-gateway.ts";
import type { PaymentGateway } from "./payments/payment-gateway.ts";
import { createStripeGateway } from "./payments/stripe-gateway.server.ts";
import type { Printer } from "./printing/printed-document.ts";
import { createWorkerPrinter, defaultPrinterOptions } from "./printing/worker-printer.server.ts";

import { openRegisterFile } from "./register-files/open-register-file.server.ts";
import type { ByteSource, RegisterFile } from "./register-files/register-file.ts";
import { sealedUploadsInBucket } from "./register-files/sealed-uploads.server.ts";
import { openStagingThreads } from "./register-files/staging-threads.server.ts";
import { createUploadStore, type UploadStore } from "./register-files/upload-store.server.ts";

export type { Clock };

/** Composition root: everything a route, job or script may use beyond its input. Real or stand-in is decided here and nowhere else. */
export type Services = {
  env: Env;
  db: Db;
  /** For pages that everybody sees alike, when there are replicas; null: they read what all read. */
  publicReads: PublicReads | null;
  /** Kept free for the messages of the payment provider: pages that wait for the database cannot hold up money that has arrived. */
  settlementDb: Db;
  openSession: DbConnection["openSession"];
  /** Whether a page asked for now would wait for the database in vain. */
  isDatabaseOverloaded: () => boolean;
  clock: Clock;
  sealer: Sealer;
  files: FileStore;
  /** Uploaded registers, sealed on disk. */
  uploads: UploadStore;
  /** Uploaded lists of other departments, the same way. */
  listFiles: UploadStore;
  /** Opens an uploaded table. Here and not in a route, because its worker is found beside its source. */
  openTable: (source: ByteSource) => Promise<RegisterFile>;
  /** Threads that check and seal the households of a long file. Whoever opens them ends them. */
  openStagingThreads: (work: StagingWork) => BatchStager;
  /** Connections for an import's minutes of work. Whoever opens them ends them. */
  openBulk: () => Bulk;
  search: SearchIndex;
  payments: PaymentGateway;
  mailer: Mailer;
  printer: Printer;
  /** What this process counts of itself. */
  metrics: SiteMetrics;
  close: () => Promise<void>;
};

/** The same as `db` and `search`, but maybe a moment old, never older than the last change this process has heard of. */
export type PublicReads = { db: Db; search: SearchIndex; noteChange: () => void };

export type ServiceOptions = {
  applicationName?: string;
  /** Acts as the role that signs in, not as `DATABASE_ROLE`: for the seed, which fills what is append-only with a past. */
  isOwner?: boolean;
  /** Where slow statements are told; by default this process's log. */
  log?: Logger;
};

export function createServices(env: Env, options: ServiceOptions = {}): Services {
  const applicationName = options.applicationName ?? "jiedui-site";
  const role: Readonly<Record<string, string>> =
    options.isOwner || env.databaseRole === "" ? {} : { role: env.databaseRole };
  const metrics = createSiteMetrics();
  const onStatement = (pool: string) => watchStatements(pool, { metrics, log: options.log ?? createLogger(), env });
  const pools: { pages?: Pool; search?: Pool } = {};
  const connection = createDb(env.databaseUrl, {
    applicationName,
    settings: role,
    onStatement: onStatement("pages"),
    through: (pool) => (pools.pages = pool),
  });
  // A pool of its own: its planner settings differ, and many searches at once leave connections for gifts.
  const searchConnection = createDb(env.databaseUrl, {
    applicationName: `${applicationName}-search`,
    max: 4,
    settings: { ...searchConnectionSettings, ...role },
    onStatement: onStatement("search"),
    through: (pool) => (pools.search = pool),
  });
  const publicReads = openPublicReads(env, { applicationName, role, pools, metrics, onStatement });
  const settlementConnection = createDb(env.databaseUrl, {
    applicationName: `${applicationName}-settlement`,
    max: 10,
    keepsPlans: true,
    settings: role,
    onStatement: onStatement("settlement"),
  });
  metrics.watchPool("pages", connection.stats);
  metrics.watchPool("search", searchConnection.stats);
  metrics.watchPool("settlement", settlementConnection.stats);
  const connections = [connection, searchConnection, settlementConnection];
  const printer = createWorkerPrinter({
    ...defaultPrinterOptions,
    onFault: (message) =>
      console.error(JSON.stringify({ at: new Date().toISOString(), level: "error", part: "printing", message })),
  });
  const mailer = createSmtpMailer(env.smtpUrl, env.mailFrom);
  const sealer = createSealer(env.fieldKeys, env.indexKey);
  const bucket = env.objectStore === null ? null : openS3Bucket(env.objectStore);
  const uploadsAt = bucket === null ? env.filesDirectory : sealedUploadsInBucket(bucket);
  return {
    env,
    db: connection.db,
    publicReads,
    settlementDb: settlementConnection.db,
    openSession: connection.openSession,
    isDatabaseOverloaded: connection.isOverloaded,
    clock: env.clockOffsetFile === null ? systemClock : createOffsetClock(env.clockOffsetFile),
    sealer,
    files: bucket === null ? createDiskFileStore(env.filesDirectory) : createS3FileStore(bucket),
    uploads: createUploadStore(uploadsAt, sealer),
    listFiles: createUploadStore(uploadsAt, sealer, "list_uploads"),
    openTable: openRegisterFile,
    openStagingThreads: (work) => openStagingThreads({ fieldKeys: env.fieldKeys, indexKey: env.indexKey }, work),
    openBulk: () => openBulk(env.databaseUrl, { applicationName: `${applicationName}-bulk`, settings: role }),
    search: createPostgresIndex(searchConnection.db, [needsIndex, villagesIndex]),
    payments: observeGateway(
      createStripeGateway({
        secretKey: env.stripeSecretKey,
        webhookSecrets: env.stripeWebhookSecrets,
        apiBase: env.stripeApiBase,
      }),
      metrics.providerCallDone,
    ),
    mailer,
    printer,
    metrics,
    close: async () => {
      mailer.close();
      await Promise.all([...connections.map((one) => one.close()), publicReads?.close(), printer.close()]);
    },
  };
}

function openPublicReads(
  { databaseUrl: url, databaseReplicaUrls: urls, replicaMaxLagMs }: Env,
  given: {
    applicationName: string;
    role: Readonly<Record<string, string>>;
    pools: { pages?: Pool; search?: Pool };
    metrics: SiteMetrics;
    onStatement: (pool: string) => StatementListener;
  },
): (PublicReads & { close: () => Promise<void> }) | null {
  const { pages, search } = given.pools;
  if (urls.length === 0 || pages === undefined || search === undefined) return null;
  const applicationName = `${given.applicationName}-replica`;
  const monitor = createReplicaMonitor({
    primaryUrl: url,
    replicaUrls: urls,
    maxLagMs: replicaMaxLagMs,
    applicationName,
  });
  const onStatement = given.onStatement("replica");
  const forPages = createReadDb({ url, pool: pages }, urls, monitor, {
    applicationName,
    settings: given.role,
    onStatement,
  });
  const forSearch = createReadDb({ url, pool: search }, urls, monitor, {
    applicationName: `${applicationName}-search`,
    max: 4,
    settings: { ...searchConnectionSettings, ...given.role },
    onStatement,
  });
  given.metrics.watchReplicas(() =>
    monitor.states().map((state, index) => ({ ...state, reads: forPages.readsOf(index) + forSearch.readsOf(index) })),
  );
  return {
    db: forPages.db,
    search: createPostgresIndex(forSearch.db, [needsIndex, villagesIndex]),
    noteChange: monitor.noteChange,
    close: async () => void (await Promise.all([monitor.close(), forPages.close(), forSearch.close()])),
  };
}

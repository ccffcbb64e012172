import { z } from "zod";
import type { S3Settings } from "#app/files/s3-bucket.server.ts";
import type { FieldKeys } from "#db/sealer.server.ts";

/**
 * The only reader of process.env. Every key has a default that runs on this machine; in production (`JIEDUI_MODE=production`) the
 * defaults that would be dangerous are fatal instead (safety.md B15).
 */
const localKey = "bG9jYWwtZGV2ZWxvcG1lbnQta2V5LW9ubHktMzJieXQ=";
const localWebhookSecret = "whsec_local_stand_in";

const schema = z.object({
  JIEDUI_MODE: z.enum(["production", "demo", "test", "development"]).default("development"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  BASE_URL: z.url().optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  DATABASE_URL: z.string().default("postgres://postgres:postgres@127.0.0.1:54329/jiedui"),
  /** Streaming replicas, separated by commas: pages that everybody sees alike may be read from them. Who is signed in reads the primary. */
  DATABASE_REPLICA_URLS: z.string().default(""),
  /** A replica further behind is left out. */
  REPLICA_MAX_LAG_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  /** Every connection of the site and its worker acts as this role, which cannot rewrite the books (A3). Empty: as who signs in. */
  DATABASE_ROLE: z.string().default("jiedui_app"),
  STRIPE_SECRET_KEY: z.string().default("sk_test_local_stand_in"),
  /** Several, separated by commas, while a secret is being rotated (B2). */
  STRIPE_WEBHOOK_SECRET: z.string().default(localWebhookSecret),
  /** Address of a local stand-in; empty means the real Stripe. */
  STRIPE_API_BASE: z.string().default(""),
  SMTP_URL: z.string().default("smtp://127.0.0.1:1025"),
  MAIL_FROM: z.string().default("结对 Jiedui <no-reply@jiedui.example>"),
  /** 32 bytes in base64: seals ID numbers and phones. */
  FIELD_KEY: z.string().default(localKey),
  /** Several, while keys are being rotated (F7): `id:key,id:key`, the first for new values. Set, it takes the place of FIELD_KEY, which is k1. */
  FIELD_KEYS: z.string().default(""),
  /** 32 bytes in base64: blind indexes; never the same as FIELD_KEY in production. */
  INDEX_KEY: z.string().default(localKey),
  FILES_DIR: z.string().default(".data/files"),
  /** An object store that speaks S3, instead of FILES_DIR, so that several machines share uploads: `https://s3.example.com`. Empty: the folder. */
  S3_ENDPOINT: z.union([z.literal(""), z.url()]).default(""),
  S3_BUCKET: z.string().default(""),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().default(""),
  S3_SECRET_ACCESS_KEY: z.string().default(""),
  /** Put before every key, for a bucket that others use too. */
  S3_PREFIX: z.string().default(""),
  /** Demo and tests only: a file with a number of milliseconds added to the real time. */
  CLOCK_OFFSET_FILE: z.string().default(""),
  /** Shown in the footer: who runs the site, how to reach it, its registration (ICP). Empty: not shown. */
  OPERATOR_NAME: z.string().default(""),
  OPERATOR_CONTACT: z.string().default(""),
  OPERATOR_REGISTRATION: z.string().default(""),
  /** Names of jobs that are not to run (`app/jobs/run-jobs.server.ts`), separated by commas, or "all": the kill switch (C8). */
  JOBS_OFF: z.string().default(""),
  /** E-mail addresses, separated by commas, that are sent the root of every day: a copy out of our reach (F9). */
  AUDIT_MAIL_TO: z.string().default(""),
  /** E-mail addresses, separated by commas, that are told once of every alarm (H6). */
  ALARM_MAIL_TO: z.string().default(""),
  /** Who sends it as a bearer token may read /metrics from elsewhere. Empty: only this machine may, and not through a proxy. */
  METRICS_TOKEN: z.string().default(""),
  /** Statements that take as many milliseconds are written to the log, without any value. 0: none. Unset: 500, in tests none. */
  SLOW_QUERY_MS: z.coerce.number().int().min(0).optional(),
  /** Demo and tests only: multiplies every rate limit. */
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  /** Demo and tests only: the demo's made-up people, who have no phone, sign in by password alone. Unset: in tests only. */
  PERSONAS_SKIP_SECOND_FACTOR: z.enum(["", "0", "1"]).default(""),
});

export type Env = {
  mode: "production" | "demo" | "test" | "development";
  port: number;
  host: string;
  baseUrl: string;
  trustProxyHops: number;
  databaseUrl: string;
  databaseReplicaUrls: readonly string[];
  replicaMaxLagMs: number;
  databaseRole: string;
  stripeSecretKey: string;
  stripeWebhookSecrets: readonly string[];
  /** Null: the real Stripe. */
  stripeApiBase: string | null;
  /** Where a donor's browser is sent to pay; the only foreign origin our forms may lead to. */
  checkoutOrigin: string;
  smtpUrl: string;
  mailFrom: string;
  /** Keys that wrap the data keys of sealed fields; the current one and those that only open. */
  fieldKeys: FieldKeys;
  indexKey: Buffer;
  filesDirectory: string;
  /** Null: files are in `filesDirectory`. */
  objectStore: S3Settings | null;
  clockOffsetFile: string | null;
  jobsOff: readonly string[];
  auditMailTo: readonly string[];
  alarmMailTo: readonly string[];
  /** Null: /metrics is for this machine only. */
  metricsToken: string | null;
  /** Null: no log of slow statements. */
  slowQueryMs: number | null;
  rateLimitFactor: number;
  /** Never in production. */
  personasSkipSecondFactor: boolean;
  /** Null: nobody has said who runs the site, so nothing is claimed. */
  operator: { name: string; contact: string; registration: string } | null;
};

/** Reads and checks the environment. @throws Error with one clear sentence per problem. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) throw new Error(`Environment: ${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  const env: Env = {
    mode: values.JIEDUI_MODE,
    port: values.PORT,
    host: values.HOST,
    baseUrl: (values.BASE_URL ?? `http://127.0.0.1:${values.PORT}`).replace(/\/$/, ""),
    trustProxyHops: values.TRUST_PROXY,
    databaseUrl: values.DATABASE_URL,
    databaseReplicaUrls: addressesIn(values.DATABASE_REPLICA_URLS),
    replicaMaxLagMs: values.REPLICA_MAX_LAG_MS,
    databaseRole: values.DATABASE_ROLE,
    stripeSecretKey: values.STRIPE_SECRET_KEY,
    stripeWebhookSecrets: values.STRIPE_WEBHOOK_SECRET.split(",").filter((secret) => secret !== ""),
    stripeApiBase: values.STRIPE_API_BASE === "" ? null : values.STRIPE_API_BASE,
    checkoutOrigin:
      values.STRIPE_API_BASE === "" ? "https://checkout.stripe.com" : new URL(values.STRIPE_API_BASE).origin,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    fieldKeys: fieldKeysOf(values.FIELD_KEYS === "" ? `k1:${values.FIELD_KEY}` : values.FIELD_KEYS),
    indexKey: Buffer.from(values.INDEX_KEY, "base64"),
    filesDirectory: values.FILES_DIR,
    objectStore:
      values.S3_ENDPOINT === ""
        ? null
        : {
            endpoint: values.S3_ENDPOINT,
            bucket: values.S3_BUCKET,
            region: values.S3_REGION,
            accessKeyId: values.S3_ACCESS_KEY_ID,
            secretAccessKey: values.S3_SECRET_ACCESS_KEY,
            prefix: values.S3_PREFIX,
          },
    clockOffsetFile: values.CLOCK_OFFSET_FILE === "" ? null : values.CLOCK_OFFSET_FILE,
    jobsOff: values.JOBS_OFF.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    auditMailTo: addressesIn(values.AUDIT_MAIL_TO),
    alarmMailTo: addressesIn(values.ALARM_MAIL_TO),
    metricsToken: values.METRICS_TOKEN === "" ? null : values.METRICS_TOKEN,
    slowQueryMs: slowQueryMsOf(values.SLOW_QUERY_MS, values.JIEDUI_MODE),
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    personasSkipSecondFactor:
      values.PERSONAS_SKIP_SECOND_FACTOR === ""
        ? values.JIEDUI_MODE === "test"
        : values.PERSONAS_SKIP_SECOND_FACTOR === "1",
    operator:
      values.OPERATOR_NAME === ""
        ? null
        : {
            name: values.OPERATOR_NAME,
            contact: values.OPERATOR_CONTACT,
            registration: values.OPERATOR_REGISTRATION,
          },
  };
  const problems = problemsOf(env, values.STRIPE_WEBHOOK_SECRET);
  if (problems.length > 0) throw new Error(`Environment: ${problems.join(" ")}`);
  return env;
}

/** `id:key,id:key`; an id that comes twice is refused, because one of its keys would open nothing. */
function fieldKeysOf(text: string): FieldKeys {
  const pairs = text.split(",").map((pair): [string, Buffer] => {
    const [id = "", key = ""] = pair.trim().split(":", 2);
    return [id, Buffer.from(key, "base64")];
  });
  const keys = new Map(pairs);
  if (keys.size !== pairs.length) throw new Error("Environment: FIELD_KEYS names one id twice.");
  return { currentId: pairs[0]?.[0] ?? "", keys };
}

function slowQueryMsOf(given: number | undefined, mode: Env["mode"]): number | null {
  const ms = given ?? (mode === "test" ? 0 : 500);
  return ms === 0 ? null : ms;
}

function addressesIn(text: string): string[] {
  return text
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
}

function problemsOf(env: Env, webhookSecretText: string): string[] {
  const problems: string[] = [];
  for (const address of env.auditMailTo) {
    if (!z.email().safeParse(address).success) problems.push(`AUDIT_MAIL_TO: ${address} is no e-mail address.`);
  }
  for (const [id, key] of env.fieldKeys.keys) {
    if (!/^[a-z0-9-]{1,20}$/.test(id) || id === "erased")
      problems.push("FIELD_KEYS: an id is a few small letters and digits.");
    if (key.length !== 32) problems.push("FIELD_KEY and every key of FIELD_KEYS must be 32 bytes in base64.");
  }
  if (env.objectStore !== null) {
    const { bucket, accessKeyId, secretAccessKey, prefix, endpoint } = env.objectStore;
    if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket))
      problems.push("S3_ENDPOINT is set, so S3_BUCKET must name a bucket.");
    if (accessKeyId === "" || secretAccessKey === "")
      problems.push("S3_ENDPOINT is set, so S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be, too.");
    if (!/^([\w.-]+\/)*$/.test(prefix)) problems.push("S3_PREFIX is empty or ends in a slash.");
    if (env.mode === "production" && !endpoint.startsWith("https://"))
      problems.push("S3_ENDPOINT must be https in production.");
  }
  if (env.indexKey.length !== 32) problems.push("INDEX_KEY must be 32 bytes in base64.");
  if (env.stripeWebhookSecrets.length === 0) problems.push("STRIPE_WEBHOOK_SECRET is empty.");
  if (env.mode !== "production") {
    if (isLiveKey(env.stripeSecretKey)) problems.push("A live Stripe key is for JIEDUI_MODE=production only.");
    return problems;
  }
  if (env.stripeApiBase !== null) problems.push("STRIPE_API_BASE must be empty in production.");
  if (!isLiveKey(env.stripeSecretKey)) problems.push("Production wants a live STRIPE_SECRET_KEY.");
  if (webhookSecretText.includes(localWebhookSecret)) problems.push("STRIPE_WEBHOOK_SECRET is the local default.");
  for (const key of env.fieldKeys.keys.values()) {
    if (key.equals(Buffer.from(localKey, "base64"))) problems.push("FIELD_KEY is the local default.");
    if (key.equals(env.indexKey)) problems.push("FIELD_KEY and INDEX_KEY must differ.");
  }
  if (env.databaseRole !== "jiedui_app") problems.push("DATABASE_ROLE must be jiedui_app in production.");
  if (!env.baseUrl.startsWith("https://")) problems.push("BASE_URL must be https in production.");
  if (env.clockOffsetFile !== null) problems.push("CLOCK_OFFSET_FILE is for demo and tests only.");
  if (env.personasSkipSecondFactor) problems.push("PERSONAS_SKIP_SECOND_FACTOR is for demo and tests only.");
  if (env.rateLimitFactor !== 1) problems.push("RATE_LIMIT_FACTOR is for demo and tests only.");
  return problems;
}

/** A secret key, or one restricted to what we need, for real money. */
function isLiveKey(key: string): boolean {
  return /^(sk|rk)_live_./.test(key);
}

import { describe, expect, it } from "vitest";
import { readEnv } from "./env.server.ts";

const production = {
  JIEDUI_MODE: "production",
  BASE_URL: "https://jiedui.example",
  STRIPE_SECRET_KEY: "sk_live_made_up",
  STRIPE_WEBHOOK_SECRET: "whsec_made_up",
  FIELD_KEY: Buffer.alloc(32, 1).toString("base64"),
  INDEX_KEY: Buffer.alloc(32, 2).toString("base64"),
};

describe("production", () => {
  it("starts with its own keys, on the real clock and the real provider", () => {
    const env = readEnv(production);
    expect([env.mode, env.clockOffsetFile, env.stripeApiBase, env.rateLimitFactor]).toEqual([
      "production",
      null,
      null,
      1,
    ]);
  });

  it("takes a key that is restricted to what it needs", () => {
    expect(readEnv({ ...production, STRIPE_SECRET_KEY: "rk_live_made_up" }).stripeSecretKey).toBe("rk_live_made_up");
  });

  it.each([
    ["a clock that can be moved", { CLOCK_OFFSET_FILE: "/tmp/offset" }],
    ["a stand-in for the provider", { STRIPE_API_BASE: "http://127.0.0.1:4000" }],
    ["looser limits", { RATE_LIMIT_FACTOR: "1000" }],
    ["a stand-in that looks like the provider", { STRIPE_API_BASE: "https://api.stripe.com.example" }],
    ["a test key", { STRIPE_SECRET_KEY: "sk_test_made_up" }],
    ["a restricted test key", { STRIPE_SECRET_KEY: "rk_test_made_up" }],
    ["no key of its own", { STRIPE_SECRET_KEY: undefined }],
    ["no webhook secret of its own", { STRIPE_WEBHOOK_SECRET: undefined }],
    ["the local webhook secret", { STRIPE_WEBHOOK_SECRET: "whsec_made_up,whsec_local_stand_in" }],
    ["no webhook secret", { STRIPE_WEBHOOK_SECRET: "," }],
    ["the local field key", { FIELD_KEY: undefined }],
    [
      "the local field key among others",
      { FIELD_KEYS: `k2:${production.FIELD_KEY},k1:bG9jYWwtZGV2ZWxvcG1lbnQta2V5LW9ubHktMzJieXQ=` },
    ],
    ["a short field key", { FIELD_KEYS: "k2:c2hvcnQ=" }],
    ["one id for two field keys", { FIELD_KEYS: `k2:${production.FIELD_KEY},k2:${production.FIELD_KEY}` }],
    ["personas without a second factor", { PERSONAS_SKIP_SECOND_FACTOR: "1" }],
    ["a role that may rewrite the books, or any other", { DATABASE_ROLE: "" }],
    ["another role than the one PostgreSQL knows", { DATABASE_ROLE: "jiedui_owner" }],
    ["one key for two purposes", { INDEX_KEY: production.FIELD_KEY }],
    ["plain HTTP", { BASE_URL: "http://jiedui.example" }],
  ])("B15: refuses %s", (_name, wrong) => {
    expect(() => readEnv({ ...production, ...wrong })).toThrow(/^Environment: /);
  });

  it.each(["demo", "test", "development"])("B15: a live key is refused in %s", (mode) => {
    for (const key of ["sk_live_made_up", "rk_live_made_up"])
      expect(() => readEnv({ JIEDUI_MODE: mode, STRIPE_SECRET_KEY: key })).toThrow(/live/);
  });
});

import { z } from "zod";
import { clockWithOffset } from "#tests/stand-ins/clock.ts";
import { portFromEnvironment, runUntilSignal } from "#tests/stand-ins/run-until-signal.ts";
import { startStripeStandIn } from "./start-stripe-stand-in.ts";

const accountNames = z.record(z.string(), z.string());

/**
 * The local Stripe as a process: `tsx tests/stand-ins/stripe/main.ts` with
 * STRIPE_STAND_IN_PORT (4242), STRIPE_STAND_IN_WEBHOOK_URL, STRIPE_WEBHOOK_SECRET, and if wanted STRIPE_STAND_IN_STATE (a JSON file
 * that keeps its objects), STRIPE_STAND_IN_ACCOUNTS (JSON: merchants' names by connected account), STRIPE_STAND_IN_HOST,
 * STRIPE_STAND_IN_PUBLIC_URL and CLOCK_OFFSET_FILE (milliseconds added to the time).
 */
await runUntilSignal("stripe stand-in", async () => {
  const secret = process.env.STRIPE_WEBHOOK_SECRET;
  if (!secret) throw new Error("STRIPE_WEBHOOK_SECRET is not set");
  const {
    STRIPE_STAND_IN_HOST: host,
    STRIPE_STAND_IN_PUBLIC_URL: publicUrl,
    STRIPE_STAND_IN_STATE: stateFile,
  } = process.env;
  const standIn = await startStripeStandIn({
    port: portFromEnvironment("STRIPE_STAND_IN_PORT", 4242),
    ...(host ? { host } : {}),
    webhookUrl: process.env.STRIPE_STAND_IN_WEBHOOK_URL || null,
    webhookSecret: secret,
    accountNames: accountNames.parse(JSON.parse(process.env.STRIPE_STAND_IN_ACCOUNTS || "{}")),
    ...(publicUrl ? { publicUrl } : {}),
    ...(stateFile ? { stateFile } : {}),
    now: clockWithOffset(process.env.CLOCK_OFFSET_FILE),
  });
  return { ready: `stripe stand-in ready on ${standIn.url}`, stop: standIn.stop };
});

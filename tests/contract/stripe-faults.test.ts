import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FaultBody } from "#tests/stand-ins/stripe/controls/control-types.ts";
import { startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";
import {
  type Contract,
  charity,
  giftRequest,
  sdkFor,
  startContract,
  startWebhookSite,
  stripeErrorOf,
  webhookSecret,
} from "./stripe-setup.ts";

let contract: Contract;
beforeAll(async () => {
  contract = await startContract();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;
const keyed: Stripe.RequestOptions = { ...charity, idempotencyKey: "gift-1-1" };
const openGift = (stripe = contract.stripe) => stripe.checkout.sessions.create(giftRequest(), keyed);
const sessionCount = async () => (await contract.stripe.checkout.sessions.list({}, charity)).data.length;

describe("chaos 8: the outcome is unknown, the same key finds it", () => {
  // A closed connection is repeated once by the SDK itself, whatever its settings: two faults reach the caller.
  test.each<[string, FaultBody, number]>([
    ["a reset before the commit", { kind: "reset_before_commit", times: 2 }, 0],
    ["a reset after the commit", { kind: "reset_after_commit", times: 2 }, 1],
    ["a truncated 200", { kind: "truncated_body" }, 1],
    ["409", { kind: "error_before_commit", status: 409 }, 0],
    ["429", { kind: "error_before_commit", status: 429 }, 0],
    ["500 before the commit", { kind: "error_before_commit", status: 500 }, 0],
    ["500 after the commit", { kind: "error_after_commit", status: 500 }, 1],
  ])("B8: after %s there is exactly one session", async (_, fault, countAfterFault) => {
    await control().addFault({ ...fault, method: "POST", path: "/v1/checkout/sessions" });
    const error = await stripeErrorOf(openGift());
    if (fault.status === undefined) expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    else expect(error.statusCode).toBe(fault.status);
    expect(await control().faults()).toEqual([]);
    expect(await sessionCount()).toBe(countAfterFault);
    expect((await openGift()).status).toBe("open");
    expect(await sessionCount()).toBe(1);
  });

  test.each(["stall_before_commit", "stall_after_commit"] as const)(
    "B8: %s runs into the SDK's time limit",
    async (kind) => {
      await control().addFault({ kind, stallMs: 400, path: "/v1/checkout/sessions" });
      const impatient = sdkFor(contract.standIn, { timeout: 100 });
      expect((await stripeErrorOf(openGift(impatient))).message).toContain("timeout");
      await expect
        .poll(
          () =>
            openGift().then(
              ({ status }) => status,
              () => "in flight",
            ),
          { interval: 50 },
        )
        .toBe("open");
      expect(await sessionCount()).toBe(1);
    },
  );

  test("the SDK's own retries survive 500 twice with one key", async () => {
    await control().addFault({ kind: "error_before_commit", status: 500, times: 2 });
    const patient = sdkFor(contract.standIn, { maxNetworkRetries: 2 });
    expect((await openGift(patient)).status).toBe("open");
    const keys = (await control().requests()).map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual(["gift-1-1", "gift-1-1", "gift-1-1"]);
  });

  test("an error of the server that was kept is replayed under its key", async () => {
    await control().addFault({ kind: "error_before_commit", status: 500, kept: true });
    await stripeErrorOf(openGift());
    const replay = await stripeErrorOf(openGift());
    expect([replay.statusCode, replay.headers?.["idempotent-replayed"]]).toEqual([500, "true"]);
  });

  test("a fault meets only the requests it was made for", async () => {
    await control().addFault({ kind: "error_before_commit", status: 500, path: "/v1/refunds" });
    expect((await openGift()).status).toBe("open");
    await control().clearFaults();
    expect(await control().faults()).toEqual([]);
  });
});

describe("controls", () => {
  test("a body that does not fit, an unknown object and a page in a browser are refused", async () => {
    await expect(control().setDeliveryMode({ times: 0 })).rejects.toThrow("400");
    await expect(control().expireSession("cs_test_none")).rejects.toThrow("404");
    const foreign = await fetch(`${contract.standIn.url}/_control/reset`, {
      method: "POST",
      headers: { Origin: "http://evil.example" },
    });
    expect(foreign.status).toBe(403);
    expect((await fetch(`${contract.standIn.url}/_control/nothing`)).status).toBe(404);
  });

  test("a reset forgets objects, keys, requests and modes", async () => {
    const before = await openGift();
    await control().setDeliveryMode({ drop: 1 });
    await control().reset();
    expect(await sessionCount()).toBe(0);
    expect((await control().setDeliveryMode({})).drop).toBe(0);
    expect((await openGift()).id).not.toBe(before.id);
  });
});

test("a restart with a state file keeps objects and keys, and delivers what was still due", async () => {
  const directory = mkdtempSync(join(tmpdir(), "stripe-state-"));
  const site = await startWebhookSite();
  const options = { port: 0, webhookSecret, stateFile: join(directory, "state.json") };
  try {
    const first = await startStripeStandIn({ ...options, webhookUrl: "http://127.0.0.1:9/" });
    const session = await openGift(sdkFor(first));
    await first.control.paySession(session.id);
    await first.stop();
    const second = await startStripeStandIn({ ...options, webhookUrl: site.url });
    expect((await openGift(sdkFor(second))).id).toBe(session.id);
    const paid = await sdkFor(second).checkout.sessions.retrieve(session.id, { expand: ["line_items"] }, charity);
    expect([paid.payment_status, paid.line_items?.data.length]).toEqual(["paid", 1]);
    expect(await second.control.settled()).toBe(true);
    expect(site.received).toHaveLength(3);
    await second.stop();
  } finally {
    await site.stop();
    rmSync(directory, { recursive: true });
  }
});

test("a taken port is said so", async () => {
  const options = { port: contract.standIn.port, webhookUrl: null, webhookSecret };
  await expect(startStripeStandIn(options)).rejects.toMatchObject({ code: "EADDRINUSE" });
});

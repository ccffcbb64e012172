import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { errorFields, loggedPath } from "./logger.server.ts";

const failed = (cause: Error) =>
  new DrizzleQueryError("insert into mails (recipient) values ($1)", ["donor@jiedui.example"], cause);

describe("F10: what of an error is logged", () => {
  it.each([
    ["a lost connection", Object.assign(new Error("database: connection_lost"), { name: "DatabaseUnavailable" })],
    [
      "a refused row",
      Object.assign(new Error("Key (email)=(donor@jiedui.example)"), { name: "PostgresError", code: "23505" }),
    ],
    ["a failure without a reason", failed(new Error("nothing"))],
  ])("never the values of a statement: %s", (_, cause) => {
    expect(JSON.stringify(errorFields(failed(cause)))).not.toContain("donor@");
  });

  it("the reason all the same, and of other errors their message", () => {
    const lost = Object.assign(new Error("database: no_answer"), { name: "DatabaseUnavailable" });
    expect(errorFields(failed(lost))).toMatchObject({ error: "DatabaseUnavailable", detail: "database: no_answer" });
    expect(errorFields(new Error("refund not sent: unavailable"))).toMatchObject({
      detail: "refund not sent: unavailable",
    });
  });
});

describe("L17: which addresses are logged", () => {
  it.each([
    ["/donations/0198c0de-0000-7000-8000-000000000001", "/donations/*"],
    ["/donations/0198c0de-0000-7000-8000-000000000001.data", "/donations/*"],
    ["/donations/0198c0de-0000-7000-8000-000000000001/receipt.pdf", "/donations/*/receipt.pdf"],
    ["/monthly/0198c0de-0000-7000-8000-000000000001/check", "/monthly/*/check"],
    ["/verify/ABCDE-12345-ABCDE-12345", "/verify/*"],
    ["/needs/ABCDE-12345/donate", "/needs/ABCDE-12345/donate"],
    ["/monthly", "/monthly"],
  ])("%s as %s", (path, logged) => expect(loggedPath(path)).toBe(logged));
});

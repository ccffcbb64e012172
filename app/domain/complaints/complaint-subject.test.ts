import { describe, expect, it } from "vitest";
import { subjectOfPath } from "./complaint-subject.ts";

const id = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("what the complaint link carries", () => {
  it.each([
    ["/needs/7KQ4D-M29XB", "need", "7KQ4D-M29XB"],
    ["/needs/7KQ4D-M29XB/donate", "need", "7KQ4D-M29XB"],
    ["/ledger/needs/7KQ4D-M29XB", "need", "7KQ4D-M29XB"],
    ["/households/7KQ4D-M29XB", "household", "7KQ4D-M29XB"],
    ["/villages/440783116255", "village", "440783116255"],
    ["/notices/7KQ4D-M29XB", "notice", "7KQ4D-M29XB"],
    [`/organizations/${id}`, "organization", id],
    ["/ledger/notices/7KQ4D-M29XB", "payment", "7KQ4D-M29XB"],
    ["/ledger/funds/town-fund", "fund", "town-fund"],
    ["/results/7KQ4D-M29XB", "result", "7KQ4D-M29XB"],
    ["/policies/complaints", "page", "/policies/complaints"],
  ])("S121: %s is a public subject", (path, kind, key) => {
    expect(subjectOfPath(path)).toEqual({ kind, key, path });
  });

  it.each([
    `/donations/${id}`,
    `/staff/households/${id}`,
    "/staff/needs",
    `/me/pledges/${id}`,
    "/org/books",
    `/monthly/${id}`,
    "/objections/7KQ4D-M29XB",
    "/complaints/7KQ4D-M29XB-7KQ4D-M29XB",
    "/confirm/7KQ4D-M29XB",
    "/needs?q=张三",
    "//evil.example",
    "https://evil.example/needs",
    "/needs/7kq4d-m29xb<script>",
    "/",
    "",
    null,
    undefined,
  ])("F14: %s carries nothing", (path) => {
    expect(subjectOfPath(path)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { isLuhn, parseBankAccount } from "./bank-account.ts";
import { maskBankAccount } from "./masking.ts";

describe("the account a household is paid into", () => {
  it("F5: takes a card with its check digit, in groups of four and in full-width digits", () => {
    expect(parseBankAccount("6222 0217 7700 0177 008")).toEqual({ ok: true, value: "6222021777000177008" });
    expect(parseBankAccount("６２２２０２１７７７０００１７７００８")).toEqual({
      ok: true,
      value: "6222021777000177008",
    });
  });

  it("F5: refuses a card with one digit wrong, and two neighbours swapped", () => {
    expect(parseBankAccount("6222021777000177009")).toEqual({ ok: false, code: "checksum" });
    expect(parseBankAccount("6222021777000170708")).toEqual({ ok: false, code: "checksum" });
  });

  it("F5: asks no check digit of a passbook account, which has none", () => {
    expect(parseBankAccount("80020000012345678")).toEqual({ ok: true, value: "80020000012345678" });
    expect(isLuhn("80020000012345678")).toBe(false);
  });

  it.each(["", "1234567", "12345678a", "6.22E+18", "0000000000000000", "1".repeat(31), "-5"])(
    "F5: refuses %j",
    (text) => {
      expect(parseBankAccount(text)).toEqual({ ok: false, code: "format" });
    },
  );

  it("F8: shows the last four digits only", () => {
    expect(maskBankAccount("6222021777000177008")).toBe("***************7008");
    expect(maskBankAccount("1234")).toBe("****");
  });
});

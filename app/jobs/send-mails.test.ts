import { expect, it } from "vitest";
import { withoutAddresses } from "./send-mails.server.ts";

it("F10 F12: what a mail server says of an address is kept without it", () => {
  expect(withoutAddresses('550 5.1.1 <mei.lin+1@xn--fiq.example>: Recipient address rejected; "a@b.cn"')).toBe(
    '550 5.1.1 <(address)>: Recipient address rejected; "(address)"',
  );
  expect(withoutAddresses("451 try again @ 10:00")).toBe("451 try again @ 10:00");
});

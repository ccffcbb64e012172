import nzhcn from "nzh/cn";
import { type Fen, fenToDecimal } from "../money.ts";

/** 大写金额 for receipts: 10007.08 → 壹万零柒元零捌分; whole yuan end in 整. */
export function amountInWords(amountFen: Fen): string {
  const words = nzhcn.toMoney(fenToDecimal(amountFen), { outSymbol: false });
  return words.endsWith("元") ? `${words}整` : words;
}

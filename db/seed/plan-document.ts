/** The numbers of the town's plan, read from the file as it is: the seed, the ledger page's words and the D12 tests share one source. */
import plan from "./data/chishui-plan-2016-2018.json" with { type: "json" };

export const planCode = "chishui-2016-2018";
export const planSource = "赤委〔2016〕51号";
export const planTownCode = plan.town.code;
export const planCountyCode = plan.town.code.slice(0, 6);
export const planYears = [2016, 2017, 2018] as const;

export const planDocument = plan;

/** The amount of one year in a `{ "2016": … }` table, in fen. @throws RangeError for a year the plan does not name. */
export function amountOfYear(byYear: Readonly<Record<string, number>>, year: number): bigint {
  const amount = byYear[String(year)];
  if (amount === undefined) throw new RangeError(`the plan has no figure for ${year}`);
  return BigInt(amount);
}

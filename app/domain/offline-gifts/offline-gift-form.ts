import { z } from "zod";
import {
  calendarDay,
  checkbox,
  choice,
  email,
  money,
  optionalText,
  requiredLine,
  rowId,
  wholeNumber,
} from "../form-fields.ts";
import { offlineSurplusChoices, valuationBases } from "./offline-gift.ts";

/** From the smallest the ledger takes as a gift (1 yuan) up to the largest amount any form takes. */
const smallestFen = 100n;

/** An address that may be left out: not everybody who comes to a bank counter has one. */
const optionalEmail = z.preprocess(
  (value) => (typeof value === "string" && value.trim() === "" ? undefined : value),
  email().optional(),
);

/** Both kinds: whose it is, for what, and by which document. The name is public only when the giver wished it (U5, L17). */
function sharedFields(today: string) {
  return {
    needId: rowId(),
    receivedOn: calendarDay().refine((day) => day <= today, "dayInFuture"),
    documentNumber: requiredLine({ max: 40 }),
    giverName: optionalText({ max: 40 }),
    giverEmail: optionalEmail.transform((address) => address ?? ""),
    showsName: checkbox(),
    publicName: optionalText({ max: 20 }),
    note: optionalText({ max: 200 }),
  };
}

type NameFields = { showsName: boolean; publicName: string };

function publicNameOf(input: NameFields, context: z.RefinementCtx): string | null {
  if (input.showsName && input.publicName === "") {
    context.addIssue({ code: "custom", path: ["publicName"], message: "required" });
  }
  return input.showsName ? input.publicName : null;
}

/** A bank transfer. `today` is the day in China: nothing is received tomorrow. */
export function offlineMoneyForm(today: string) {
  return z
    .object({
      ...sharedFields(today),
      amount: money({ minFen: smallestFen }),
      surplusChoice: choice(offlineSurplusChoices),
      allowsOperating: checkbox(),
    })
    .transform(({ showsName, publicName, ...rest }, context) => ({
      ...rest,
      kind: "money" as const,
      publicName: publicNameOf({ showsName, publicName }, context),
    }));
}

/** Goods: what, how many, and what they are worth by which basis (S93). */
export function offlineGoodsForm(today: string) {
  return z
    .object({
      ...sharedFields(today),
      itemName: requiredLine({ max: 60 }),
      quantity: wholeNumber({ min: 1, max: 1_000_000 }),
      unit: requiredLine({ max: 10 }),
      amount: money({ minFen: smallestFen }),
      valuationBasis: choice(valuationBases),
    })
    .transform(({ showsName, publicName, ...rest }, context) => ({
      ...rest,
      kind: "goods" as const,
      publicName: publicNameOf({ showsName, publicName }, context),
    }));
}

export type OfflineGiftInput =
  | z.output<ReturnType<typeof offlineMoneyForm>>
  | z.output<ReturnType<typeof offlineGoodsForm>>;

/** The second person types the amount from the document again: 5,000 for 500 does not pass twice. */
export const confirmOfflineGiftForm = z.object({ checkedAmount: money() });

export const rejectOfflineGiftForm = z.object({ reason: requiredLine({ max: 200 }) });

/** As it stands on the slip; people leave out dashes and take O for 0 and I or L for 1. */
export const claimForm = z.object({ code: requiredLine({ max: 40 }) });

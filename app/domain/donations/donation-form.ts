import { z } from "zod";
import { checkbox, choice, email, money, optionalText } from "../form-fields.ts";
import { largestGiftFen, smallestGiftFen, surplusChoices } from "./donation.ts";
import { presetAmountsYuan } from "./preset-amounts.ts";

const amount = money({ minFen: smallestGiftFen, maxFen: largestGiftFen });

/** The gift form: a preset or another amount; the name is shown only when the donor ticks it (U5). */
export const donationForm = z
  .object({
    formNonce: z.uuid({ error: "required" }),
    preset: choice([...presetAmountsYuan, "other"]),
    otherAmount: z.string().optional(),
    surplusChoice: choice(surplusChoices),
    receiptName: optionalText({ max: 40 }),
    email: email(),
    showsName: checkbox(),
    publicName: optionalText({ max: 20 }),
    message: optionalText({ max: 140 }),
  })
  .transform((input, context) => {
    const parsed = amount.safeParse(input.preset === "other" ? (input.otherAmount ?? "") : input.preset);
    if (!parsed.success) {
      context.addIssue({
        code: "custom",
        path: ["otherAmount"],
        message: parsed.error.issues[0]?.message ?? "money.not_a_number",
      });
    }
    if (input.showsName && input.publicName === "") {
      context.addIssue({ code: "custom", path: ["publicName"], message: "required" });
    }
    const { preset: _preset, otherAmount: _otherAmount, showsName, publicName, ...rest } = input;
    return { ...rest, amountFen: parsed.success ? parsed.data : 0n, publicName: showsName ? publicName : null };
  });

export type DonationInput = z.output<typeof donationForm>;

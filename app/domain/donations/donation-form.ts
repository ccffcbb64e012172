import { z } from "zod";
import { checkbox, choice, email, money, optionalText } from "../form-fields.ts";
import { giftFrequencies, largestGiftFen, smallestGiftFen, surplusChoices } from "./donation.ts";
import { presetAmountsYuan } from "./preset-amounts.ts";

const amount = money({ minFen: smallestGiftFen, maxFen: largestGiftFen });

function chosenAmount({ preset, otherAmount = "" }: { preset: string; otherAmount?: string | undefined }): string {
  return preset === "other" ? otherAmount : preset;
}

const amountChoice = z.object({ preset: z.string(), otherAmount: z.string().optional() });

/** Why the chosen amount cannot be given, as a code; null: it can, or nothing was chosen, which the choice itself says. */
function amountCode(input: unknown): string | null {
  const choice = amountChoice.safeParse(input);
  if (!choice.success) return null;
  const parsed = amount.safeParse(chosenAmount(choice.data));
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? "money.not_a_number");
}

/** The gift form: a preset or another amount; the name is shown only when the donor ticks it (U5). */
export const donationForm = z
  .object({
    formNonce: z.uuid({ error: "required" }),
    /** Left out by whoever knows of one-time gifts only. */
    frequency: choice(giftFrequencies).default("once"),
    preset: choice([...presetAmountsYuan, "other"]),
    otherAmount: z.string().optional(),
    surplusChoice: choice(surplusChoices),
    allowsOperating: checkbox(),
    receiptName: optionalText({ max: 40 }),
    email: email(),
    showsName: checkbox(),
    publicName: optionalText({ max: 20 }),
    message: optionalText({ max: 140 }),
  })
  // Also when another field is wrong: who mistyped two fields is told of both at once.
  .refine((input) => amountCode(input) === null, {
    path: ["otherAmount"],
    error: ({ input }) => amountCode(input),
    when: () => true,
  })
  .transform((input, context) => {
    if (input.showsName && input.publicName === "") {
      context.addIssue({ code: "custom", path: ["publicName"], message: "required" });
    }
    if (input.frequency === "monthly" && input.surplusChoice === "refund") {
      context.addIssue({ code: "custom", path: ["surplusChoice"], message: "surplus_not_offered" });
    }
    const { preset, otherAmount, showsName, publicName, ...rest } = input;
    return {
      ...rest,
      amountFen: amount.parse(chosenAmount({ preset, otherAmount })),
      publicName: showsName ? publicName : null,
    };
  });

export type DonationInput = z.output<typeof donationForm>;

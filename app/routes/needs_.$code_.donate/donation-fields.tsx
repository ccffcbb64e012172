import type { ReactNode } from "react";
import type { SurplusChoice } from "#app/domain/donations/donation.ts";
import { presetAmountsYuan } from "#app/domain/donations/preset-amounts.ts";
import type { Fen } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { MoneyField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type ImpactPrice = { name: string; unit: string; unitPriceFen: Fen };

type DonationFieldsProps = {
  form: FormState;
  fields: Record<
    | "formNonce"
    | "frequency"
    | "preset"
    | "otherAmount"
    | "surplusChoice"
    | "allowsOperating"
    | "receiptName"
    | "email"
    | "showsName"
    | "publicName"
    | "message",
    FormField
  >;
  impactPrices: readonly ImpactPrice[];
  goalFen: Fen;
  surplusChoices: readonly SurplusChoice[];
  charityBox: ReactNode;
};

/** The gift form: amount first, then who sees what, then who receives it. */
export function DonationFields({
  form,
  fields,
  impactPrices,
  goalFen,
  surplusChoices,
  charityBox,
}: DonationFieldsProps) {
  const t = useMessages();
  const words = t.donations;
  return (
    <Form form={form}>
      <HiddenField field={fields.formNonce} />
      <RadioGroup
        field={fields.frequency}
        label={t.monthlyGifts.frequency}
        options={[
          { value: "once", label: t.monthlyGifts.once, hint: t.monthlyGifts.onceHint },
          { value: "monthly", label: t.monthlyGifts.monthly, hint: t.monthlyGifts.monthlyHint },
        ]}
      />
      <RadioGroup
        field={fields.preset}
        label={words.chooseAmount}
        hint={words.amountHint}
        layout="boxes"
        options={[
          ...presetAmountsYuan.map((yuan) => ({
            value: yuan,
            label: words.presetLabel(yuan),
            hint: impactOf(BigInt(yuan) * 100n, impactPrices, goalFen, words),
          })),
          { value: "other", label: words.other },
        ]}
      />
      <MoneyField field={fields.otherAmount} label={words.otherAmount} hint={words.otherAmountHint} optional />
      <TextField
        field={fields.email}
        label={words.email}
        hint={words.emailHint}
        type="email"
        autoComplete="email"
        inputMode="email"
      />
      <Checkbox field={fields.showsName} label={words.showsName} hint={words.showsNameHint} />
      <TextField
        field={fields.publicName}
        label={words.publicName}
        hint={words.publicNameHint}
        autoComplete="nickname"
        optional
      />
      <TextArea field={fields.message} label={words.message} hint={words.messageHint} rows={3} optional />
      <TextField
        field={fields.receiptName}
        label={words.receiptName}
        hint={words.receiptNameHint}
        autoComplete="name"
        optional
      />
      <RadioGroup
        field={fields.surplusChoice}
        label={words.surplus}
        hint={words.surplusHint}
        options={surplusChoices.map((choice) => ({
          value: choice,
          label: words.surplusChoices[choice],
          hint: choice === "refund" ? t.monthlyGifts.monthlySurplusHint : undefined,
        }))}
      />
      <p className="max-w-measure text-muted">{t.monthlyGifts.whenFull}</p>
      <Checkbox field={fields.allowsOperating} label={words.operating.box} hint={words.operating.hint} />
      {charityBox}
      <SubmitButton tone="give" wide>
        {words.toCheck}
      </SubmitButton>
    </Form>
  );
}

type Words = ReturnType<typeof useMessages>["donations"];

/** One line of what an amount is worth here: of the dearest budget item it buys at least one of, else as a share of the goal. */
function impactOf(amountFen: Fen, prices: readonly ImpactPrice[], goalFen: Fen, words: Words): string {
  const affordable = prices.filter((price) => price.unitPriceFen <= amountFen);
  const best = affordable.reduce<ImpactPrice | null>(
    (dearest, price) => (dearest === null || price.unitPriceFen > dearest.unitPriceFen ? price : dearest),
    null,
  );
  if (best !== null) return words.impactItem(String(amountFen / best.unitPriceFen), best.unit, best.name);
  // Below one percent a share says nothing to anyone.
  const percent = goalFen === 0n ? 0n : (amountFen * 100n) / goalFen;
  return percent === 0n ? "" : words.impactShare(`${percent}%`);
}

import { formatYuanWithSign } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { MoneyField, TextField } from "#app/ui/text-fields.tsx";
import type { ShownGift } from "./gift-facts.tsx";

type GiftStepsProps = {
  gift: ShownGift;
  inWords: string;
  canConfirm: boolean;
  confirm: { form: FormState; field: FormField };
  reject: { form: FormState; field: FormField };
};

/** What can be done with it now: confirm or not, then the slip for the giver. */
export function GiftSteps({ gift, inWords, canConfirm, confirm, reject }: GiftStepsProps) {
  const words = useMessages().offlineGifts;
  if (gift.state === "confirmed") return <SlipStep gift={gift} />;
  if (gift.state !== "recorded") return null;
  const isMoney = gift.kind === "money";
  return (
    <Section title={words.confirm.title}>
      {canConfirm ? (
        <>
          <p className="max-w-measure text-lg">{words.confirm.lead(formatYuanWithSign(gift.amountFen), inWords)}</p>
          <StepForm
            form={confirm.form}
            intent="confirm"
            hint={isMoney ? words.confirm.moneyHint : words.confirm.goodsHint}
            button={isMoney ? words.confirm.submit : words.confirm.submitGoods}
            icon="check"
          >
            <MoneyField field={confirm.field} label={words.fields.checkedAmount} hint={words.hints.checkedAmount} />
          </StepForm>
        </>
      ) : (
        <Banner tone="info" title={words.detail.waiting} />
      )}
      <StepForm form={reject.form} intent="reject" button={words.reject.submit} foldedUnder={words.reject.fold}>
        <TextField field={reject.field} label={words.fields.reason} />
      </StepForm>
    </Section>
  );
}

function SlipStep({ gift }: { gift: ShownGift }) {
  const { slip } = useMessages().offlineGifts;
  return (
    <Section title={slip.title}>
      {gift.isClaimed ? (
        <p>{slip.claimed}</p>
      ) : (
        <Form>
          <input type="hidden" name="intent" value="slip" />
          <p className="max-w-measure text-muted">
            {slip.hint} {gift.hasSlip && slip.again}
          </p>
          <SubmitButton>{slip.submit}</SubmitButton>
        </Form>
      )}
    </Section>
  );
}

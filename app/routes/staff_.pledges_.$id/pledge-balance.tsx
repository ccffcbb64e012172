import { useMessages } from "#app/i18n/use-messages.ts";
import { QuantityProgress } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";

type Balance = {
  quantity: number | null;
  receivedQuantity: number;
  deliveredQuantity: number;
  unit: string | null;
};

/** Promised, received, delivered, side by side: the numbers must add up (S93). Nothing for money. */
export function PledgeBalance({ pledge }: { pledge: Balance }) {
  const words = useMessages().pledges.case;
  const { quantity, receivedQuantity, deliveredQuantity, unit } = pledge;
  if (quantity === null) return null;
  return (
    <Section title={words.balance}>
      <div className="grid max-w-measure gap-4 sm:grid-cols-2">
        <QuantityProgress done={receivedQuantity} total={quantity} unit={unit ?? ""} verb={words.received} />
        <QuantityProgress done={deliveredQuantity} total={quantity} unit={unit ?? ""} verb={words.delivered} />
      </div>
    </Section>
  );
}

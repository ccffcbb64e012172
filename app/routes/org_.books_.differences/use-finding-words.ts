import { type Fen, formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/** The figures and the subject of a difference, in words. */
export function useFindingWords() {
  const words = useMessages().books.differences;
  return {
    amount: (fen: Fen | null) => (fen === null ? words.nothing : formatYuan(fen)),
    subject: (subject: string) => (subject.endsWith(" fee") ? words.feeOf(subject.slice(0, -4)) : subject),
  };
}

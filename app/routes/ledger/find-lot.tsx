import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/** Leads a donor from the code on the receipt to the way of the gift; a plain GET form. */
export function FindLotForm({ code = "", isUnknown = false }: { code?: string; isUnknown?: boolean }) {
  const words = useMessages().moneyTrace;
  return (
    <form action={paths.ledgerTraceSearch()} className="no-print flex flex-wrap items-end gap-4">
      <div className="field min-w-0 max-w-full">
        <label htmlFor="lot">{words.findLabel}</label>
        <span id="lot-hint" className="text-sm text-muted">
          {words.findHint}
        </span>
        {isUnknown && (
          <span id="lot-error" className="text-sm font-bold text-danger" role="alert">
            {words.notFound}
          </span>
        )}
        <input
          id="lot"
          name="lot"
          defaultValue={code}
          required
          maxLength={120}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          aria-describedby={isUnknown ? "lot-hint lot-error" : "lot-hint"}
          aria-invalid={isUnknown || undefined}
          className="field-input"
        />
      </div>
      <button type="submit" className="button button-secondary">
        {words.find}
      </button>
    </form>
  );
}

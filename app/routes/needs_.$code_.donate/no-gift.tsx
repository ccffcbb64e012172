import type { NoGiftReason } from "#app/domain/donations/giving-conditions.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { EmptyState } from "#app/ui/status.tsx";

/** Why this need takes no money now, and what the visitor can do instead (U2). */
export function NoGift({ reason, needCode }: { reason: NoGiftReason; needCode: string }) {
  const t = useMessages();
  const canPledge = reason !== "fulfilled" && reason !== "not_open";
  return (
    <EmptyState
      title={t.donations.cannotGive}
      actions={
        <>
          {canPledge && <ButtonLink to={paths.needPledge(needCode)}>{t.donations.pledgeInstead}</ButtonLink>}
          <ButtonLink to={paths.needs()} tone="secondary">
            {t.donations.seeOthers}
          </ButtonLink>
        </>
      }
    >
      <p>{t.donations.reasons[reason]}</p>
    </EmptyState>
  );
}

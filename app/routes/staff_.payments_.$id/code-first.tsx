import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";

/** The second factor once more before money is confirmed (E3); its page leads back to `next`. */
export function CodeFirst({ next }: { next: string }) {
  const words = useMessages().disbursements.codeFirst;
  return (
    <Panel title={words.title}>
      <p>{words.hint}</p>
      <p>
        <ButtonLink to={paths.confirmSecondFactor({ next })} icon="lock">
          {words.link}
        </ButtonLink>
      </p>
    </Panel>
  );
}

import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";

/** The ten codes, this one time; made to be printed. */
export function RecoveryCodes({ codes, goOn }: { codes: readonly string[]; goOn: string }) {
  const words = useMessages().secondFactor.codes;
  return (
    <Page title={words.title} lead={words.lead} narrow>
      <ol className="grid list-decimal gap-2 pl-8 text-lg sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>
            <code className="figure">{code}</code>
          </li>
        ))}
      </ol>
      <p className="no-print">
        <ButtonLink to={goOn}>{words.saved}</ButtonLink>
      </p>
    </Page>
  );
}

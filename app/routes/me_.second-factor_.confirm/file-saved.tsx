import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";

/** After the code for a file: the browser saves it and stays here, so here is where it is said, with the way back (E3). */
export function FileSaved({ file, back }: { file: string; back: string }) {
  const words = useMessages().secondFactor.confirm.file;
  return (
    <Page title={words.title} lead={words.lead} narrow>
      <p>
        <ButtonLink to={back}>{words.back}</ButtonLink>
      </p>
      <p>
        <a href={file} className="tap">
          {words.again}
        </a>
      </p>
    </Page>
  );
}

import { useContext } from "react";
import { paths } from "#app/http/paths.ts";
import { RequestIdContext } from "#app/http/request-id.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "./links.tsx";
import { Page } from "./page.tsx";

type ErrorKind = "notFound" | "conflict" | "tooMany" | "forbidden" | "unavailable" | "server";

/** The words for a status. */
export function errorKindOf(status: number): ErrorKind {
  if (status === 404 || status === 405) return "notFound";
  if (status === 409) return "conflict";
  if (status === 429) return "tooMany";
  if (status === 403) return "forbidden";
  if (status === 503) return "unavailable";
  return "server";
}

/** Every error page says what happened, its number, what to do next, and whom to ask (U44). */
export function ErrorPage({ status, contact }: { status: number; contact?: string }) {
  const t = useMessages();
  const requestId = useContext(RequestIdContext);
  const words = t.layout.errors[errorKindOf(status)];
  const number = status >= 500 && requestId !== "" ? `${status}-${requestId.slice(0, 8)}` : String(status);
  return (
    <Page title={words.title} lead={words.text} narrow>
      <p>{words.advice}</p>
      <p className="flex flex-wrap gap-3">
        <ButtonLink to={paths.home()}>{t.layout.errors.goHome}</ButtonLink>
        <ButtonLink to={paths.needs()} tone="secondary">
          {t.layout.errors.goNeeds}
        </ButtonLink>
      </p>
      <p className="text-sm text-muted">
        {t.layout.errors.number} {number}
        {contact && ` · ${t.layout.contact} ${contact}`}
      </p>
    </Page>
  );
}

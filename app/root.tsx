import type { HeadersFunction, LinksFunction } from "@remix-run/node";
import { isRouteErrorResponse, Links, Outlet, useLocation, useRouteError, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { anyone } from "#app/auth/policies.ts";
import { isStaff } from "#app/domain/actor.ts";
import { subjectOfPath } from "#app/domain/complaints/complaint-subject.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { useNonce } from "#app/http/nonce-context.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import stylesUrl from "./styles.css?url";
import { ErrorPage, errorKindOf } from "./ui/error-page.tsx";
import { PageHead } from "./ui/page-head.tsx";
import { SiteFooter } from "./ui/site-footer.tsx";
import { DemoBanner, SiteHeader } from "./ui/site-header.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesUrl },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "manifest", href: "/manifest.webmanifest" },
];

export const loader = guardLoader(anyone, ({ services, actor, context }) => ({
  isLargeText: context.isLargeText,
  isDemo: services.env.mode === "demo",
  baseUrl: services.env.baseUrl,
  operator: services.env.operator,
  asOf: formatMinute(services.clock.now()),
  person:
    actor.kind === "user"
      ? { name: actor.displayName, isStaff: isStaff(actor), hasOrganization: actor.memberships.length > 0 }
      : null,
}));

/** A refusal that says when to come back says it to machines too. */
export const headers: HeadersFunction = ({ errorHeaders }) => {
  const retryAfter = errorHeaders?.get("Retry-After");
  return new Headers(retryAfter ? { "Retry-After": retryAfter } : undefined);
};

/** The document around pages and error pages. No hydration: the only script is a small one for comfort. */
export function Layout({ children }: { children: ReactNode }) {
  const t = useMessages();
  const locale = useLocale();
  const nonce = useNonce();
  const root = useRouteLoaderData<typeof loader>("root");
  const error = useRouteError();
  const { pathname } = useLocation();
  return (
    <html lang={locale} data-display={root?.isLargeText ? "large" : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <PageHead
          baseUrl={root?.baseUrl}
          errorTitle={error ? t.layout.errors[errorKindOf(statusOf(error))].title : undefined}
        />
        <meta name="theme-color" content="#14524b" />
        <Links />
        <script src="/enhance.js" nonce={nonce} defer />
      </head>
      <body>
        <a href="#main" className="skip">
          {t.layout.skipToContent}
        </a>
        {root?.isDemo && <DemoBanner time={root.asOf} canSignIn={root.person === null} />}
        <SiteHeader person={root?.person ?? null} isLargeText={root?.isLargeText ?? false} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter
          isDemo={root?.isDemo ?? false}
          operator={root?.operator ?? null}
          complaintAbout={subjectOfPath(pathname)?.path}
        />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

function statusOf(error: unknown): number {
  return isRouteErrorResponse(error) ? error.status : 500;
}

export function ErrorBoundary() {
  const root = useRouteLoaderData<typeof loader>("root");
  return <ErrorPage status={statusOf(useRouteError())} contact={root?.operator?.contact} />;
}

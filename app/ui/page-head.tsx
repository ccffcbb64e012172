import { useMatches } from "@remix-run/react";
import { useContext } from "react";
import { ResponseStatusContext } from "#app/http/response-status.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/**
 * What a page says about itself: its loader returns it as `page`. (No `meta` exports: they do not know that a form was refused.)
 */
export type PageInfo = {
  /** At most 20 characters, without the name of the site (U19). */
  title: string;
  /** One sentence for search engines and shared links. */
  description?: string;
  /** A picture for shared links: path on this site, at least 300 px wide. Without one the site's own is used. */
  imageUrl?: string;
  /** Loads itself again after so many seconds: while something is under way (U9). */
  refreshSeconds?: number;
  /** Goes on to this address of our own at once: to a file, which the browser saves while the page stays. */
  refreshTo?: string;
  /** Keeps the page out of search engines: private and staff pages. */
  isPrivate?: boolean;
};

/** `<title>` and the description of the page that is shown; used by `root.tsx` only. */
export function PageHead({ baseUrl, errorTitle }: { baseUrl?: string; errorTitle?: string }) {
  const t = useMessages();
  const status = useContext(ResponseStatusContext);
  const page = useDeepestPage();
  const title = errorTitle ?? page?.title;
  const prefix = status === 422 ? t.common.errorTitlePrefix : "";
  const description = page?.description ?? t.common.tagline;
  return (
    <>
      <title>{title ? `${prefix}${title} - ${t.common.siteName}` : t.common.siteFullName}</title>
      <meta name="description" content={description} />
      {(page?.isPrivate || errorTitle) && <meta name="robots" content="noindex" />}
      {page?.refreshSeconds !== undefined && <meta httpEquiv="refresh" content={String(page.refreshSeconds)} />}
      {page?.refreshTo !== undefined && <meta httpEquiv="refresh" content={`0; url=${page.refreshTo}`} />}
      <meta property="og:title" content={title ?? t.common.siteFullName} />
      <meta property="og:description" content={description} />
      <meta property="og:site_name" content={t.common.siteName} />
      <meta property="og:image" content={`${baseUrl ?? ""}${page?.imageUrl ?? "/share.png"}`} />
    </>
  );
}

function useDeepestPage(): PageInfo | undefined {
  const matches = useMatches();
  for (let index = matches.length - 1; index > 0; index -= 1) {
    const page = pageOf(matches[index]?.data);
    if (page) return page;
  }
  return undefined;
}

function pageOf(data: unknown): PageInfo | undefined {
  if (typeof data !== "object" || data === null || !("page" in data)) return undefined;
  const { page } = data;
  if (typeof page !== "object" || page === null || !("title" in page) || typeof page.title !== "string")
    return undefined;
  return {
    title: page.title,
    description: "description" in page && typeof page.description === "string" ? page.description : undefined,
    imageUrl: "imageUrl" in page && typeof page.imageUrl === "string" ? page.imageUrl : undefined,
    isPrivate: "isPrivate" in page && page.isPrivate === true,
    refreshSeconds:
      "refreshSeconds" in page && typeof page.refreshSeconds === "number" ? page.refreshSeconds : undefined,
    refreshTo: "refreshTo" in page && typeof page.refreshTo === "string" ? page.refreshTo : undefined,
  };
}

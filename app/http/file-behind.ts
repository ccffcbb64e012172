import { paths } from "./paths.ts";

const pages: readonly { file: RegExp; page: (key: string, query: URLSearchParams) => string }[] = [
  {
    file: /^\/org\/books\/journal\.(?:csv|xlsx)$/,
    page: (_key, query) => {
      const charity = query.get("charity");
      return paths.organizationBooks(charity === null ? {} : { charity });
    },
  },
  { file: /^\/staff\/imports\/([^/]+)\/marked$/, page: (key) => paths.staffImport(decodeURIComponent(key)) },
];

/**
 * The page a file behind the second factor belongs to, or null where the address is a page of its own. A browser that is led to a file to be
 * saved stays on the page it was on: that page must say so, and show the way back (E3).
 */
export function pageBehindFile(path: string): string | null {
  const url = new URL(path, "http://site.invalid");
  for (const { file, page } of pages) {
    const found = file.exec(url.pathname);
    if (found) return page(found[1] ?? "", url.searchParams);
  }
  return null;
}

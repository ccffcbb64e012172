/** The page of a list from `?page=`, from 1; anything that is no such number is page 1. */
export function pageOf(url: URL): number {
  const text = url.searchParams.get("page") ?? "1";
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

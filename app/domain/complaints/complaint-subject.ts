/**
 * What a complaint is about, as the link on every page says it: the public page one came from, never a private one. The address of a
 * receipt is its key and a staff page names a file, so only pages that anyone may read are carried, and no query: it may hold what somebody
 * typed (F14).
 */
export type ComplaintSubjectKind =
  | "need"
  | "household"
  | "village"
  | "notice"
  | "organization"
  | "payment"
  | "fund"
  | "result"
  | "project"
  | "page";

export type ComplaintSubject = { kind: ComplaintSubjectKind; key: string; path: string };

const code = "[0-9BCDFGHJKMNPQRSTVWXYZ]{5}-[0-9BCDFGHJKMNPQRSTVWXYZ]{5}";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

const objects: readonly [kind: ComplaintSubjectKind, page: RegExp][] = [
  ["need", new RegExp(`^/needs/(${code})(?:/(?:donate|pledge))?$`)],
  ["need", new RegExp(`^/ledger/needs/(${code})$`)],
  ["household", new RegExp(`^/households/(${code})(?:/pair)?$`)],
  ["village", /^\/villages\/(\d{12})(?:\/pair)?$/],
  ["notice", new RegExp(`^/notices/(${code})$`)],
  ["organization", new RegExp(`^/organizations/(${uuid})$`)],
  ["payment", new RegExp(`^/ledger/notices/(${code})$`)],
  ["fund", /^\/ledger\/funds\/([\w-]{1,60})$/],
  ["result", new RegExp(`^/results/(${code})$`)],
  ["project", new RegExp(`^/volunteer-projects/(${code})$`)],
];

const pages =
  /^\/(?:needs|villages|notices|results|ways|policies(?:\/[a-z0-9-]{1,60})?|volunteer-projects|ledger(?:\/(?:notices|roots|verify|trace))?|accessibility|complaints)?$/;

/** The subject a path of ours stands for, or null where the page says nothing that may be carried along. */
export function subjectOfPath(path: string | null | undefined): ComplaintSubject | null {
  if (!path || path.length > 200) return null;
  for (const [kind, page] of objects) {
    const [, key] = page.exec(path) ?? [];
    if (key !== undefined) return { kind, key, path };
  }
  return pages.test(path) && path !== "/" ? { kind: "page", key: path, path } : null;
}

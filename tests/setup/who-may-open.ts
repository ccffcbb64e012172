/**
 * Who may open what, written by hand from `domain.md` and reviewed by a person: the deny matrix (F1, F2) compares the running site with this list
 * and asks no policy of the site. A new route fails until it stands here. `see` is GET, `send` is POST; absent: the route has none.
 * Where an address names a record, staff must hold the role for a region that contains its place.
 */
export type Somebody =
  /** Without signing in. */
  | "anyone"
  | "signed in"
  /** The person whose record it is. */
  | "owner"
  /** Of the organization whose record it is. */
  | "its organization"
  /** Of any organization. */
  | "organization"
  /** Of any charity. */
  | "charity"
  /** Town staff of another town of the same county: they call recipients back (D6). */
  | "neighbouring town"
  | StaffKind;
export type StaffKind = "officer" | "town" | "county" | "supervisor" | "auditor" | "admin";
export type Access = { see?: readonly Somebody[]; send?: readonly Somebody[] };

const anyone = ["anyone"] as const;
const signedIn = ["signed in"] as const;
const organization = ["organization"] as const;
const charity = ["charity"] as const;
const itsOrganization = ["its organization"] as const;
const owner = ["owner"] as const;
const working = ["officer", "town", "county"] as const;
/** Those who work on cases and those who look on. */
const files = ["officer", "town", "county", "supervisor", "auditor"] as const;
const everyStaff = [...files, "admin"] as const;
const above = ["town", "county", "supervisor", "auditor"] as const;
const overseers = ["supervisor", "auditor"] as const;
const countyDesk = ["county", "admin"] as const;

export const whoMayOpen: Readonly<Record<string, Access>> = {
  // What everybody may read.
  "/": { see: anyone },
  "/*": { see: anyone },
  "/accessibility": { see: anyone },
  "/claim": { see: anyone, send: anyone },
  "/complaints": { see: anyone, send: anyone },
  "/complaints/:code": { see: anyone },
  "/complaints/new": { see: anyone, send: anyone },
  "/confirm/:code": { see: anyone, send: anyone },
  "/coverage/:code": { see: anyone },
  "/display": { see: anyone, send: anyone },
  "/healthz": { see: anyone },
  "/households/:publicCode": { see: anyone },
  "/join": { see: anyone, send: anyone },
  "/ledger": { see: anyone },
  "/ledger/callbacks": { see: anyone },
  "/ledger/export.csv": { see: anyone },
  "/ledger/export.jsonl": { see: anyone },
  "/ledger/funds/:code": { see: anyone },
  "/ledger/needs/:code": { see: anyone },
  "/ledger/notices": { see: anyone },
  "/ledger/notices/:code": { see: anyone },
  "/ledger/projects": { see: anyone },
  "/ledger/projects/:code": { see: anyone },
  "/ledger/roots": { see: anyone },
  "/ledger/roots.json": { see: anyone },
  "/ledger/trace": { see: anyone },
  "/ledger/trace/:lot": { see: anyone },
  "/ledger/verify": { see: anyone },
  "/login": { see: anyone, send: anyone },
  "/login/code": { see: anyone, send: anyone },
  "/login/forgot": { see: anyone, send: anyone },
  "/login/reset": { see: anyone, send: anyone },
  "/logout": { see: anyone, send: anyone },
  "/metrics": { see: anyone },
  "/monthly": { see: anyone, send: anyone },
  "/needs": { see: anyone },
  "/needs/:code": { see: anyone },
  "/needs/:code/donate": { see: anyone, send: anyone },
  "/notices": { see: anyone },
  "/notices/:code": { see: anyone },
  "/notices/:code/object": { see: anyone, send: anyone },
  "/objections/:code": { see: anyone },
  "/organizations/:id": { see: anyone },
  "/policies": { see: anyone },
  "/policies/:slug": { see: anyone },
  "/readyz": { see: anyone },
  "/results": { see: anyone },
  "/results/:code": { see: anyone },
  "/tax-deduction": { see: anyone },
  "/verify": { see: anyone },
  "/verify/:code": { see: anyone },
  "/villages": { see: anyone },
  "/villages/:regionCode": { see: anyone },
  "/volunteer-projects": { see: anyone },
  "/volunteer-projects/:code": { see: anyone, send: signedIn },
  "/ways": { see: anyone },
  "/ways/fairness": { see: anyone },
  "/ways/matching": { see: anyone },

  // The random id of a gift is the key to its receipt; what changes it asks for the mail's link or the account.
  // Without them the two pages only say so.
  "/donations/:id": { see: anyone },
  "/donations/:id/check": { see: anyone, send: anyone },
  "/donations/:id/official-receipt": { see: owner },
  "/donations/:id/proof.json": { see: anyone },
  "/donations/:id/public-name": { see: anyone, send: owner },
  "/donations/:id/receipt.pdf": { see: anyone },
  "/donations/:id/refund": { see: anyone, send: owner },
  "/monthly/:id": { see: owner, send: owner },
  "/monthly/:id/check": { see: owner, send: owner },
  "/report-mails/:id": { see: [], send: [] },

  // Whoever has an account.
  "/households/:publicCode/pair": { see: signedIn, send: signedIn },
  "/needs/:code/pledge": { see: signedIn, send: signedIn },
  "/villages/:regionCode/pair": { see: signedIn, send: signedIn },
  "/intents/new": { see: signedIn, send: signedIn },
  "/me": { see: signedIn },
  "/me/donations": { see: signedIn },
  "/me/donations/:year": { see: signedIn },
  "/me/donations/:year/statement.pdf": { see: signedIn },
  "/me/goods/:id": { see: owner, send: owner },
  "/me/intents": { see: signedIn },
  "/me/intents/:id": { see: owner, send: owner },
  "/me/pairings": { see: signedIn },
  "/me/pairings/:id": { see: owner, send: owner },
  "/me/password": { see: signedIn, send: signedIn },
  "/me/pledges": { see: signedIn },
  "/me/pledges/:id": { see: owner, send: owner },
  "/me/proposals/:id": { see: owner, send: owner },
  "/me/public-name": { see: signedIn, send: signedIn },
  "/me/roles": { see: signedIn, send: signedIn },
  "/me/second-factor": { see: signedIn, send: signedIn },
  "/me/second-factor/confirm": { see: signedIn, send: signedIn },
  "/me/sessions": { see: signedIn, send: signedIn },
  "/me/volunteer": { see: signedIn, send: signedIn },
  "/me/volunteering": { see: signedIn, send: signedIn },
  "/me/volunteering/certificate": { see: signedIn },

  // Organizations, each for itself.
  "/org": { see: signedIn },
  "/org/books": { see: charity, send: charity },
  "/org/books/bank": { see: charity, send: charity },
  "/org/books/bank/lines": { see: charity, send: charity },
  "/org/books/bank/lines/:id": { see: itsOrganization, send: itsOrganization },
  "/org/books/bank/statements/:id": { see: itsOrganization, send: itsOrganization },
  "/org/books/differences": { see: charity, send: charity },
  "/org/books/journal.csv": { see: charity },
  "/org/books/journal.xlsx": { see: charity },
  "/org/books/own-money": { see: charity, send: charity },
  "/org/duties": { see: charity, send: charity },
  "/org/new": { see: signedIn, send: signedIn },
  "/org/offline-gifts": { see: charity },
  "/org/offline-gifts/:id": { see: itsOrganization, send: itsOrganization },
  "/org/offline-gifts/new": { see: charity, send: charity },
  "/org/returns/:id/:year": { see: itsOrganization },
  "/org/returns/:id/:year/sheet.xlsx": { see: itsOrganization },
  "/groups/:code": { see: signedIn, send: signedIn },
  "/me/profession": { see: signedIn, send: signedIn },
  "/org/groups": { see: organization, send: organization },
  "/staff/professions": { see: ["county"], send: ["county"] },
  "/pairings/new": { see: signedIn, send: signedIn },
  "/pairings/:id/agreement": { see: [...itsOrganization, ...files] },
  "/org/pairings/:id": { see: itsOrganization, send: itsOrganization },
  "/org/payments": { see: organization, send: organization },
  "/org/payments/:id": { see: itsOrganization, send: itsOrganization },
  "/org/pools": { see: charity },
  "/org/pools/:id": { see: itsOrganization, send: itsOrganization },
  "/org/receipts": { see: charity },
  "/org/receipts/:donationId": { see: itsOrganization, send: itsOrganization },
  "/org/refunds": { see: charity },
  "/org/refunds/:id": { see: itsOrganization, send: itsOrganization },
  "/org/refunds/new": { see: charity, send: charity },
  "/org/volunteer-projects": { see: organization },
  "/org/volunteer-projects/:id": { see: itsOrganization, send: itsOrganization },
  "/org/volunteer-projects/new": { see: organization, send: organization },

  // Staff, each role for its places (S31).
  "/field/data": { see: working },
  "/field/photos": { send: working },
  "/field/visits": { send: working },
  "/files/:id": { see: [...files, "its organization"] },
  "/staff": { see: everyStaff },
  "/staff/accounts": { see: ["admin"] },
  "/staff/accounts/:id": { see: ["admin"], send: ["admin"] },
  "/staff/alarms": { see: ["admin", "auditor"], send: ["admin"] },
  "/staff/calendar": { see: above },
  "/staff/callbacks": { see: ["town", ...overseers] },
  // Town staff ask recipients of other towns only (D6).
  "/staff/callbacks/:id": { see: [...overseers, "neighbouring town"], send: [...overseers, "neighbouring town"] },
  "/staff/complaints": { see: [...countyDesk, ...overseers] },
  "/staff/complaints/:id": { see: [...countyDesk, ...overseers], send: countyDesk },
  "/staff/erasure": { see: ["county", "auditor"], send: ["county"] },
  "/staff/funds": { see: ["county", ...overseers] },
  "/staff/funds/:code": { see: ["county", ...overseers], send: ["county"] },
  "/staff/households": { see: files, send: files },
  "/staff/households/:id": { see: files, send: working },
  "/staff/households/:id/edit": { see: ["officer"], send: ["officer"] },
  "/staff/households/:id/erase": { see: ["county"], send: ["county"] },
  "/staff/households/:id/file.pdf": { see: files },
  "/staff/households/:id/members": { see: ["officer"], send: ["officer"] },
  "/staff/households/:id/monitoring": { see: files, send: working },
  "/staff/households/:id/reveal": { see: working, send: working },
  "/staff/households/:id/steps/:step": { see: working, send: working },
  "/staff/households/:id/versions": { see: files },
  "/staff/households/new": { see: ["officer"], send: ["officer"] },
  "/staff/imports": { see: working, send: working },
  "/staff/imports/:id": { see: working, send: working },
  "/staff/imports/:id/marked": { see: working },
  "/staff/imports/template.xlsx": { see: working },
  "/staff/matching": { see: ["county"], send: ["county"] },
  "/staff/matching/rounds/:id": { see: ["county"], send: ["county"] },
  "/staff/matching/weights": { see: ["admin"], send: ["admin"] },
  "/staff/mismatches": { see: ["county"] },
  "/staff/mismatches/lists": { see: ["county"], send: ["county"] },
  "/staff/mismatches/lists/:id": { see: ["county"], send: ["county"] },
  "/staff/mismatches/:id": { see: ["county"], send: ["county"] },
  "/staff/monitoring": { see: files },
  "/staff/needs": { see: everyStaff },
  "/staff/needs/:id": { see: files, send: working },
  "/staff/needs/:id/check": { see: ["town"], send: ["town"] },
  "/staff/needs/:id/edit": { see: ["officer"], send: ["officer"] },
  "/staff/needs/:id/helpers": { see: files },
  "/staff/needs/:id/meeting": { see: ["town"], send: ["town"] },
  "/staff/needs/:id/notice": { see: ["county"], send: ["county"] },
  "/staff/needs/:id/payments": { see: files, send: ["officer", "town"] },
  "/staff/needs/:id/publish": { see: ["county"], send: ["county"] },
  "/staff/needs/:id/reject": { see: ["town", "county"], send: ["town", "county"] },
  "/staff/needs/:id/report": { see: files, send: ["officer", "county"] },
  "/staff/needs/:id/resume": { see: ["county"], send: ["county"] },
  "/staff/needs/:id/return": { see: ["town", "county"], send: ["town", "county"] },
  "/staff/needs/:id/signature": { see: working, send: working },
  "/staff/needs/new": { see: ["officer"], send: ["officer"] },
  "/staff/notices": { see: above },
  "/staff/objections/:id": { see: above, send: ["county"] },
  "/staff/organizations": { see: [...countyDesk, ...overseers] },
  "/staff/organizations/:id": { see: [...countyDesk, ...overseers], send: countyDesk },
  "/staff/pairings": { see: everyStaff },
  "/staff/pairings/:id": { see: files, send: working },
  "/staff/payments/:id": { see: files, send: working },
  "/staff/pledges": { see: everyStaff },
  "/staff/pledges/:id": { see: files, send: ["officer", "town"] },
  "/staff/projects": { see: files },
  "/staff/projects/:id": { see: files, send: working },
  "/staff/projects/:id/budget": { see: working, send: working },
  "/staff/projects/:id/edit": { see: working, send: working },
  "/staff/projects/new": { see: working, send: working },
  "/staff/refunds": { see: [...countyDesk, ...overseers] },
  "/staff/reports": { see: everyStaff },
  // Looking for a person is a POST (F14); deciding is for the keepers, and asked in the query.
  "/staff/roles": { see: ["town", "county", "auditor", "admin"], send: ["town", "county", "auditor", "admin"] },
  "/staff/roles/:id": { see: ["town", "county", "auditor", "admin"], send: ["town", "county", "admin"] },
  "/staff/roles/new": { see: ["town", "county", "admin"], send: ["town", "county", "admin"] },
  "/staff/rules": { see: files, send: ["county"] },
  "/staff/rules/new": { see: ["county"], send: ["county"] },
  "/staff/visits": { see: files },
  "/staff/visits/:id": { see: files, send: ["town", "county"] },
  "/staff/visits/coverage": { see: files },
  "/staff/visits/due": { see: files },
  "/staff/visits/new": { see: working, send: working },
  "/staff/visits/paper": { see: files },
};

/** Pages that also ask for more than the right to them, and are not there without it. */
export const asksForMore: ReadonlySet<string> = new Set([
  // Nothing there, for everybody.
  "/*",
  // Once the file has ended.
  "/staff/households/:id/erase",
  // While the upload is kept and rows were refused.
  "/staff/imports/:id/marked",
  // Which rule, in the query.
  "/staff/rules/new",
]);

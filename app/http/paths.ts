/** Every URL of the site is built here, so that an address changes in one place. Addresses are those of `domain.md`. */
type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const segment = encodeURIComponent;

export const paths = {
  home: () => "/",
  needs: (query?: Query) => withQuery("/needs", query),
  need: (code: string) => `/needs/${segment(code)}`,
  needDonate: (code: string, query?: Query) => withQuery(`/needs/${segment(code)}/donate`, query),
  needPledge: (code: string, query?: Query) => withQuery(`/needs/${segment(code)}/pledge`, query),
  villages: (query?: Query) => withQuery("/villages", query),
  village: (regionCode: string) => `/villages/${segment(regionCode)}`,
  villagePair: (regionCode: string) => `/villages/${segment(regionCode)}/pair`,
  household: (publicCode: string) => `/households/${segment(publicCode)}`,
  householdPair: (publicCode: string) => `/households/${segment(publicCode)}/pair`,
  ways: () => "/ways",
  volunteerProjects: (query?: Query) => withQuery("/volunteer-projects", query),
  volunteerProject: (code: string) => `/volunteer-projects/${segment(code)}`,
  organization: (id: string) => `/organizations/${segment(id)}`,
  policies: (query?: Query) => withQuery("/policies", query),
  policy: (slug: string) => `/policies/${segment(slug)}`,
  results: (query?: Query) => withQuery("/results", query),
  result: (code: string) => `/results/${segment(code)}`,
  notices: (query?: Query) => withQuery("/notices", query),
  notice: (code: string) => `/notices/${segment(code)}`,
  noticeObjection: (code: string) => `/notices/${segment(code)}/object`,
  /** The receipt of an objection, found by its code. */
  objection: (code: string, query?: Query) => withQuery(`/objections/${segment(code)}`, query),
  ledger: (query?: Query) => withQuery("/ledger", query),
  ledgerFund: (code: string) => `/ledger/funds/${segment(code)}`,
  ledgerExport: (query?: Query) => withQuery("/ledger/export.csv", query),
  ledgerVerify: () => "/ledger/verify",
  donation: (id: string, query?: Query) => withQuery(`/donations/${segment(id)}`, query),
  donationCheck: (id: string) => `/donations/${segment(id)}/check`,
  taxDeduction: (query?: Query) => withQuery("/tax-deduction", query),
  login: (query?: Query) => withQuery("/login", query),
  logout: () => "/logout",
  join: (query?: Query) => withQuery("/join", query),
  me: () => "/me",
  myPassword: () => "/me/password",
  myDonations: () => "/me/donations",
  myPairings: () => "/me/pairings",
  myPairing: (id: string, query?: Query) => withQuery(`/me/pairings/${segment(id)}`, query),
  myPledges: () => "/me/pledges",
  myPledge: (id: string, query?: Query) => withQuery(`/me/pledges/${segment(id)}`, query),
  organizationHome: (query?: Query) => withQuery("/org", query),
  organizationNew: (query?: Query) => withQuery("/org/new", query),
  organizationPairing: (id: string, query?: Query) => withQuery(`/org/pairings/${segment(id)}`, query),
  staffHome: () => "/staff",
  staffHouseholds: (query?: Query) => withQuery("/staff/households", query),
  staffHouseholdNew: () => "/staff/households/new",
  staffHousehold: (id: string, query?: Query) => withQuery(`/staff/households/${segment(id)}`, query),
  staffHouseholdEdit: (id: string) => `/staff/households/${segment(id)}/edit`,
  staffOrganizations: (query?: Query) => withQuery("/staff/organizations", query),
  staffOrganization: (id: string, query?: Query) => withQuery(`/staff/organizations/${segment(id)}`, query),
  staffPairings: (query?: Query) => withQuery("/staff/pairings", query),
  staffPairing: (id: string, query?: Query) => withQuery(`/staff/pairings/${segment(id)}`, query),
  staffPledges: (query?: Query) => withQuery("/staff/pledges", query),
  staffPledge: (id: string, query?: Query) => withQuery(`/staff/pledges/${segment(id)}`, query),
  staffNeeds: (query?: Query) => withQuery("/staff/needs", query),
  staffNeedNew: (query?: Query) => withQuery("/staff/needs/new", query),
  staffNeed: (id: string, query?: Query) => withQuery(`/staff/needs/${segment(id)}`, query),
  staffNeedEdit: (id: string) => `/staff/needs/${segment(id)}/edit`,
  staffNeedStep: (
    id: string,
    step: "meeting" | "check" | "return" | "reject" | "notice" | "signature" | "publish" | "resume",
  ) => `/staff/needs/${segment(id)}/${step}`,
  staffNotices: (query?: Query) => withQuery("/staff/notices", query),
  staffObjection: (id: string) => `/staff/objections/${segment(id)}`,
  staffNeedReport: (id: string) => `/staff/needs/${segment(id)}/report`,
  staffNeedPayments: (id: string) => `/staff/needs/${segment(id)}/payments`,
  myVolunteerEntry: (query?: Query) => withQuery("/me/volunteer", query),
  myVolunteering: () => "/me/volunteering",
  volunteerCertificate: () => "/me/volunteering/certificate",
  organizationVolunteerProjects: () => "/org/volunteer-projects",
  organizationVolunteerProjectNew: () => "/org/volunteer-projects/new",
  organizationVolunteerProject: (id: string) => `/org/volunteer-projects/${segment(id)}`,
  staffReports: () => "/staff/reports",
  organizationPayments: () => "/org/payments",
  file: (id: string) => `/files/${segment(id)}`,
  accessibility: () => "/accessibility",
  setDisplay: () => "/display",
} as const;

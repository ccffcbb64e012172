import type { Translated } from "./translated.ts";
import { accessibility } from "./zh-CN/accessibility.ts";
import { accounts } from "./zh-CN/accounts.ts";
import { alarms } from "./zh-CN/alarms.ts";
import { bankStatements } from "./zh-CN/bank-statements.ts";
import { books } from "./zh-CN/books.ts";
import { callbacks } from "./zh-CN/callbacks.ts";
import { common } from "./zh-CN/common.ts";
import { complaints } from "./zh-CN/complaints.ts";
import { deeds } from "./zh-CN/deeds.ts";
import { departmentLists } from "./zh-CN/department-lists.ts";
import { desk } from "./zh-CN/desk.ts";
import { disbursements } from "./zh-CN/disbursements.ts";
import { donations } from "./zh-CN/donations.ts";
import { funds } from "./zh-CN/funds.ts";
import { home } from "./zh-CN/home.ts";
import { householdCases } from "./zh-CN/household-cases.ts";
import { households } from "./zh-CN/households.ts";
import { impactReports } from "./zh-CN/impact-reports.ts";
import { intents } from "./zh-CN/intents.ts";
import { lawCalendar } from "./zh-CN/law-calendar.ts";
import { layout } from "./zh-CN/layout.ts";
import { ledger } from "./zh-CN/ledger.ts";
import { libraryProjects } from "./zh-CN/library-projects.ts";
import { mails } from "./zh-CN/mails.ts";
import { matching } from "./zh-CN/matching.ts";
import { members } from "./zh-CN/members.ts";
import { moneyNotices } from "./zh-CN/money-notices.ts";
import { moneyTrace } from "./zh-CN/money-trace.ts";
import { monitoring } from "./zh-CN/monitoring.ts";
import { monthlyGifts } from "./zh-CN/monthly-gifts.ts";
import { needWords } from "./zh-CN/need-words.ts";
import { needsStaff } from "./zh-CN/needs-staff.ts";
import { notices } from "./zh-CN/notices.ts";
import { offlineGifts } from "./zh-CN/offline-gifts.ts";
import { organizations } from "./zh-CN/organizations.ts";
import { pairings } from "./zh-CN/pairings.ts";
import { placeRules } from "./zh-CN/place-rules.ts";
import { pledges } from "./zh-CN/pledges.ts";
import { policies } from "./zh-CN/policies.ts";
import { pools } from "./zh-CN/pools.ts";
import { proof } from "./zh-CN/proof.ts";
import { publicName } from "./zh-CN/public-name.ts";
import { publicNeeds } from "./zh-CN/public-needs.ts";
import { publicVillages } from "./zh-CN/public-villages.ts";
import { reasonableNeeds } from "./zh-CN/reasonable-needs.ts";
import { receipts } from "./zh-CN/receipts.ts";
import { refunds } from "./zh-CN/refunds.ts";
import { registerImports } from "./zh-CN/register-imports.ts";
import { reveals } from "./zh-CN/reveals.ts";
import { roles } from "./zh-CN/roles.ts";
import { secondFactor } from "./zh-CN/second-factor.ts";
import { staff } from "./zh-CN/staff.ts";
import { staffAccounts } from "./zh-CN/staff-accounts.ts";
import { taxDeduction } from "./zh-CN/tax-deduction.ts";
import { verification } from "./zh-CN/verification.ts";
import { visits } from "./zh-CN/visits.ts";
import { vocabulary } from "./zh-CN/vocabulary.ts";
import { volunteers } from "./zh-CN/volunteers.ts";
import { ways } from "./zh-CN/ways.ts";

/** The source of every text. One file per area under `zh-CN/`; `en/` is typed against it. */
export const zhCN = {
  accessibility,
  accounts,
  alarms,
  bankStatements,
  books,
  callbacks,
  common,
  complaints,
  deeds,
  desk,
  departmentLists,
  disbursements,
  donations,
  householdCases,
  households,
  impactReports,
  funds,
  home,
  intents,
  lawCalendar,
  matching,
  members,
  layout,
  ledger,
  libraryProjects,
  mails,
  moneyNotices,
  monthlyGifts,
  moneyTrace,
  monitoring,
  needWords,
  needsStaff,
  notices,
  offlineGifts,
  organizations,
  pairings,
  placeRules,
  pledges,
  policies,
  proof,
  pools,
  publicName,
  publicNeeds,
  publicVillages,
  reasonableNeeds,
  receipts,
  refunds,
  reveals,
  roles,
  secondFactor,
  registerImports,
  staff,
  staffAccounts,
  taxDeduction,
  verification,
  visits,
  vocabulary,
  ways,
  volunteers,
} as const;

export type Messages = Translated<typeof zhCN>;

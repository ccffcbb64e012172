import { accessibility } from "./en/accessibility.ts";
import { accounts } from "./en/accounts.ts";
import { alarms } from "./en/alarms.ts";
import { bankStatements } from "./en/bank-statements.ts";
import { books } from "./en/books.ts";
import { callbacks } from "./en/callbacks.ts";
import { common } from "./en/common.ts";
import { complaints } from "./en/complaints.ts";
import { deeds } from "./en/deeds.ts";
import { departmentLists } from "./en/department-lists.ts";
import { desk } from "./en/desk.ts";
import { disbursements } from "./en/disbursements.ts";
import { donations } from "./en/donations.ts";
import { funds } from "./en/funds.ts";
import { home } from "./en/home.ts";
import { householdCases } from "./en/household-cases.ts";
import { households } from "./en/households.ts";
import { impactReports } from "./en/impact-reports.ts";
import { intents } from "./en/intents.ts";
import { lawCalendar } from "./en/law-calendar.ts";
import { layout } from "./en/layout.ts";
import { ledger } from "./en/ledger.ts";
import { libraryProjects } from "./en/library-projects.ts";
import { mails } from "./en/mails.ts";
import { matching } from "./en/matching.ts";
import { members } from "./en/members.ts";
import { moneyNotices } from "./en/money-notices.ts";
import { moneyTrace } from "./en/money-trace.ts";
import { monitoring } from "./en/monitoring.ts";
import { monthlyGifts } from "./en/monthly-gifts.ts";
import { needWords } from "./en/need-words.ts";
import { needsStaff } from "./en/needs-staff.ts";
import { notices } from "./en/notices.ts";
import { offlineGifts } from "./en/offline-gifts.ts";
import { organizations } from "./en/organizations.ts";
import { pairings } from "./en/pairings.ts";
import { placeRules } from "./en/place-rules.ts";
import { pledges } from "./en/pledges.ts";
import { policies } from "./en/policies.ts";
import { pools } from "./en/pools.ts";
import { proof } from "./en/proof.ts";
import { publicName } from "./en/public-name.ts";
import { publicNeeds } from "./en/public-needs.ts";
import { publicVillages } from "./en/public-villages.ts";
import { reasonableNeeds } from "./en/reasonable-needs.ts";
import { receipts } from "./en/receipts.ts";
import { refunds } from "./en/refunds.ts";
import { registerImports } from "./en/register-imports.ts";
import { reveals } from "./en/reveals.ts";
import { roles } from "./en/roles.ts";
import { secondFactor } from "./en/second-factor.ts";
import { staff } from "./en/staff.ts";
import { staffAccounts } from "./en/staff-accounts.ts";
import { taxDeduction } from "./en/tax-deduction.ts";
import { verification } from "./en/verification.ts";
import { visits } from "./en/visits.ts";
import { vocabulary } from "./en/vocabulary.ts";
import { volunteers } from "./en/volunteers.ts";
import { ways } from "./en/ways.ts";
import type { Messages } from "./zh-CN.ts";

export const en: Messages = {
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
};

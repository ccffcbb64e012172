/**
 * The kinds of pairing the plans name, as data: who helps whom, how many at once, who is fit, who takes which step, and what is owed each
 * year. A new kind is a row here, its row in `db/functions/048-pairing-kinds.sql` (which PostgreSQL refuses by; a test compares the two), and
 * its texts. No page, command or query knows a kind by name.
 */
import type { StaffRole } from "../actor.ts";

export const pairingKinds = [
  "individual_household",
  "cadre_household_one",
  "cadre_household",
  "responsible_household",
  "group_household",
  "enterprise_village",
  "unit_village",
  "organization_village",
  "whole_village",
  "doctor_village",
  "expert_village",
  "secretary_village",
  "team_village",
  "organization_town",
  "school_school",
  "hospital_hospital",
] as const;
export type PairingKind = (typeof pairingKinds)[number];

export const pairingHelpers = ["person", "organization", "group"] as const;
export const pairingTargets = ["household", "village", "town", "organization"] as const;

/** What a helper must be. PostgreSQL holds the same in `pairing_helper_fits`. */
export const helperFitnesses = [
  "anyone",
  "public_servant",
  "enterprise",
  "public_unit",
  "social",
  "any_organization",
  "doctor",
  "expert",
  "school",
  "hospital",
] as const;
export type HelperFitness = (typeof helperFitnesses)[number];

export type PairingKindRow = {
  helper: (typeof pairingHelpers)[number];
  fitness: HelperFitness;
  target: (typeof pairingTargets)[number];
  /** Kinds of one slot share their limits: a household has one cadre, whether 一帮一 or 一帮多. */
  slot: string;
  /** How many at once, null without limit: targets of one helper, helpers of one target. */
  perHelper: number | null;
  perTarget: number | null;
  /** Fewest active members of a group (S76). */
  smallestGroup: number | null;
  /** 不脱贫不脱钩 (S42): ends only by hand-over while the household has not left the register. */
  isOfficial: boolean;
  proposer: "helper" | "staff";
  checkers: readonly StaffRole[];
  /** Who says yes for the other side: staff of the place, or the partner organization's own people. */
  consenters: readonly StaffRole[] | "partner";
  /** Whether a household's own signature for pairing must be on file (S39, D9). */
  needsSignedConsent: boolean;
  /** Who starts, reviews, hands over and ends it. */
  keepers: readonly StaffRole[];
  /** Concrete deeds owed each year (S50). */
  deedsPerYear: 0 | 1;
  /** Shown in the public coverage matrix, where what has none is offered (S29, S49, S52). */
  isCovering: boolean;
  /** Kept in the register of responsible persons (S23), not among the pairings. */
  isInRegister: boolean;
};

const verifiers = ["town_verifier", "county_verifier"] as const;
const village = ["village_officer"] as const;
const town = ["town_verifier"] as const;
const county = ["county_verifier"] as const;

const common = {
  smallestGroup: null,
  isOfficial: false,
  proposer: "helper",
  checkers: verifiers,
  consenters: village,
  needsSignedConsent: false,
  keepers: verifiers,
  deedsPerYear: 0,
  isCovering: false,
  isInRegister: false,
} as const;
const ofHousehold = { ...common, target: "household", perTarget: 1 } as const;
const ofVillage = { ...common, target: "village", perTarget: null, perHelper: null } as const;
const official = { isOfficial: true, proposer: "staff", fitness: "public_servant", helper: "person" } as const;
const twins = {
  ...common,
  helper: "organization",
  target: "organization",
  perHelper: 3,
  perTarget: 3,
  consenters: "partner",
  checkers: county,
  keepers: county,
  deedsPerYear: 1,
} as const;

export const pairingKindRows: Readonly<Record<PairingKind, PairingKindRow>> = {
  individual_household: {
    ...ofHousehold,
    helper: "person",
    fitness: "anyone",
    slot: "citizen",
    perHelper: null,
    needsSignedConsent: true,
  },
  cadre_household_one: { ...ofHousehold, ...official, slot: "cadre", perHelper: 1 },
  cadre_household: { ...ofHousehold, ...official, slot: "cadre", perHelper: 5 },
  responsible_household: {
    ...ofHousehold,
    ...official,
    slot: "responsible",
    perHelper: null,
    isInRegister: true,
  },
  group_household: {
    ...ofHousehold,
    helper: "group",
    fitness: "any_organization",
    slot: "group",
    perHelper: 1,
    smallestGroup: 10,
    needsSignedConsent: true,
  },
  enterprise_village: {
    ...ofVillage,
    helper: "organization",
    fitness: "enterprise",
    slot: "enterprise",
    deedsPerYear: 1,
    isCovering: true,
  },
  unit_village: {
    ...ofVillage,
    helper: "organization",
    fitness: "public_unit",
    slot: "unit",
    deedsPerYear: 1,
    isCovering: true,
  },
  organization_village: { ...ofVillage, helper: "organization", fitness: "social", slot: "organization" },
  whole_village: {
    ...ofVillage,
    helper: "organization",
    fitness: "any_organization",
    slot: "whole",
    perTarget: 1,
    deedsPerYear: 1,
  },
  doctor_village: {
    ...ofVillage,
    helper: "person",
    fitness: "doctor",
    slot: "doctor",
    perHelper: 1,
    perTarget: 1,
    isCovering: true,
  },
  expert_village: { ...ofVillage, helper: "person", fitness: "expert", slot: "expert", deedsPerYear: 1 },
  secretary_village: {
    ...ofVillage,
    ...official,
    slot: "secretary",
    perHelper: 1,
    perTarget: 1,
    isCovering: true,
  },
  team_village: { ...ofVillage, ...official, slot: "team", perHelper: 1 },
  organization_town: {
    ...common,
    helper: "organization",
    fitness: "any_organization",
    target: "town",
    slot: "town",
    perHelper: null,
    perTarget: null,
    checkers: county,
    consenters: town,
    keepers: county,
  },
  school_school: { ...twins, fitness: "school", slot: "school" },
  hospital_hospital: { ...twins, fitness: "hospital", slot: "hospital" },
};

/** Kinds that are proposed and kept as pairings. */
export const keptPairingKinds = pairingKinds.filter((kind) => !pairingKindRows[kind].isInRegister);

/** A kind by a name from an address, or undefined. */
export function pairingKindOf(name: string | null | undefined): PairingKind | undefined {
  return pairingKinds.find((kind) => kind === name);
}

import type { FieldMetadata } from "@conform-to/react";

/** What the boxes of the form hold: text, as typed. */
export type MemberValues = {
  name?: string;
  relation?: string;
  idNumber?: string;
  birthDate?: string;
  gender?: string;
  labourAbility?: string;
  isStudent?: boolean;
  isDisabled?: boolean;
  hasChronicIllness?: boolean;
  diagnosis?: string;
  guardianName?: string;
  guardianRelation?: string;
  guardianPhone?: string;
};

export type HouseholdValues = {
  regionCode?: string;
  registerNumber?: string;
  groupName?: string;
  phone?: string;
  bankAccount?: string;
  bankName?: string;
  programme?: string;
  programmeFrom?: string;
  causes?: string[];
  circumstances?: string;
  strengths?: string;
  members?: MemberValues[];
  responsibleUserId?: string;
  signedByName?: string;
  isGuardian?: boolean;
  hasRegisterConsent?: boolean;
  hasPublishConsent?: boolean;
  publishFields?: string[];
  hasPhotoConsent?: boolean;
};

export type HouseholdFields = Required<{
  [Key in keyof HouseholdValues]: FieldMetadata<HouseholdValues[Key], HouseholdValues, string[]>;
}>;

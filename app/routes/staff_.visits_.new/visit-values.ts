import type { FieldMetadata } from "@conform-to/react";

/** What the boxes of the form hold: text, as typed. */
export type VisitValues = {
  id?: string;
  householdId?: string;
  regionCode?: string;
  visitedOn?: string;
  visitedTime?: string;
  place?: string;
  metWith?: string;
  companions?: string;
  found?: string;
  hasCheckedAssurances?: boolean;
  lackingAssurances?: string[];
  nextStep?: string;
  nextStepOn?: string;
  isFromPaper?: boolean;
  correctsId?: string;
  correctionReason?: string;
  photos?: string;
};

export type VisitFields = Required<{
  [Key in keyof VisitValues]: FieldMetadata<VisitValues[Key], VisitValues, string[]>;
}>;

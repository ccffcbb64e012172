/** What one version of a file changed (S3, S10): field by field, from what to what. Codes stay codes; pages put them into words. */
export const changedFields = [
  "causes",
  "strengths",
  "circumstances",
  "groupName",
  "phone",
  "bankAccount",
  "labourAbility",
  "isStudent",
  "isDisabled",
  "hasChronicIllness",
  "diagnosis",
  "guardian",
  "joined",
  "left",
  "head",
  "name",
  "relation",
  "idNumber",
] as const;
export type ChangedField = (typeof changedFields)[number];

/** Sealed fields: that they changed is recorded, what they were and are is not. */
export const sealedChangedFields = [
  "phone",
  "bankAccount",
  "diagnosis",
  "guardian",
  "idNumber",
] as const satisfies readonly ChangedField[];

export function isSealedField(field: ChangedField): boolean {
  return sealedChangedFields.some((one) => one === field);
}

/** That a sealed field has a new value. */
export function sealedChange(field: (typeof sealedChangedFields)[number], memberId: string | null): FieldChange {
  return { field, memberId, from: "sealed", to: "sealed" };
}

/** `memberId` where the field is one person's. */
export type FieldChange = { field: ChangedField; memberId: string | null; from: string; to: string };

type FileFacts = { causes: readonly string[]; strengths: string; circumstances: string; groupName: string | null };
type MemberFacts = {
  id: string;
  labourAbility: string;
  isStudent: boolean;
  isDisabled: boolean;
  hasChronicIllness: boolean;
};

const causesText = (causes: readonly string[]) => [...causes].sort().join(",");

/** The fields in which two readings of a file differ. */
export function fileChanges(before: FileFacts, after: FileFacts): FieldChange[] {
  const change = (field: ChangedField, from: string, to: string): FieldChange[] =>
    from === to ? [] : [{ field, memberId: null, from, to }];
  return [
    ...change("causes", causesText(before.causes), causesText(after.causes)),
    ...change("strengths", before.strengths, after.strengths),
    ...change("circumstances", before.circumstances, after.circumstances),
    ...change("groupName", before.groupName ?? "", after.groupName ?? ""),
  ];
}

/** The same for one person. */
export function memberChanges(before: MemberFacts, after: MemberFacts): FieldChange[] {
  const fields = ["labourAbility", "isStudent", "isDisabled", "hasChronicIllness"] as const;
  return fields.flatMap((field) => {
    const [from, to] = [String(before[field]), String(after[field])];
    return from === to ? [] : [{ field, memberId: before.id, from, to }];
  });
}

/** Whether facts changed on which published needs stand (S45): causes and people, not a remark, a number or a guardian. */
export function isRegisterChange(changes: readonly FieldChange[]): boolean {
  return changes.some(
    ({ field, memberId }) => field === "causes" || (memberId !== null && field !== "guardian" && field !== "idNumber"),
  );
}

/**
 * Doctors and experts (S78, S80): a person says what they are, staff of the county see the paper, and only then may they be paired by it.
 * 百医牵百村 asks for a hospital of 二甲 or above and a title of 中级 or above.
 */
export const professions = ["doctor", "expert"] as const;
export type Profession = (typeof professions)[number];

export const professionTitles = ["junior", "intermediate", "deputy_senior", "senior"] as const;
export type ProfessionTitle = (typeof professionTitles)[number];

export const professionalStates = ["claimed", "verified", "refused"] as const;
export type ProfessionalState = (typeof professionalStates)[number];

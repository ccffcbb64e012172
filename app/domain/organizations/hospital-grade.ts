/** From low to high; `second_a` is 二甲. */
export const hospitalGrades = ["first", "second_b", "second_a", "third_b", "third_a"] as const;
export type HospitalGrade = (typeof hospitalGrades)[number];

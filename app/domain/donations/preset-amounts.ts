/** Amounts offered, in yuan as the form sends them (U1). Apart from the schema, so that the page needs no zod. */
export const presetAmountsYuan = ["10", "50", "100", "500"] as const;

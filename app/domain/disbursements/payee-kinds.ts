export const payeeKinds = ["supplier", "household"] as const;

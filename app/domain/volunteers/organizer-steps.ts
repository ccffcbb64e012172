/** Steps of a sign-up that are one button for the organization; confirming hours needs a number as well. */
export const organizerSteps = ["accept", "decline", "check_in", "check_out", "mark_no_show"] as const;
export type OrganizerStep = (typeof organizerSteps)[number];

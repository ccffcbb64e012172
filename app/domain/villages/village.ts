/**
 * A village has a page of its own (S4): what it needs, who stands by it, which projects run, what came in and went out. Its profile is
 * public by nature; it can ask for help as a household can.
 */

/** What a card shows of a village. */
export type VillageCardData = {
  regionCode: string;
  name: string;
  townName: string | null;
  introduction: string;
  householdCount: number | null;
  populationCount: number | null;
  openNeedCount: number;
  /** Organizations paired with the whole village now. */
  partnerNames: readonly string[];
  /** Named by a plan, whenever. */
  isFocus: boolean;
};

import type { PovertyCause } from "../households/household.ts";
import type { NeedCategory } from "./need.ts";

const categoryOfCause: Readonly<Record<PovertyCause, NeedCategory>> = {
  illness: "medical",
  disability: "medical",
  schooling: "education",
  disaster: "housing",
  lack_of_labour: "daily_life",
  lack_of_skills: "employment",
  lack_of_funds: "industry",
  lack_of_water: "drinking_water",
  poor_transport: "infrastructure",
  old_age: "elderly_care",
};

/** The category a new need of a household starts from: that of the first cause on its file (S33). The officer may choose another. */
export function likelyCategory(causes: readonly PovertyCause[]): NeedCategory | undefined {
  const [first] = causes;
  return first === undefined ? undefined : categoryOfCause[first];
}

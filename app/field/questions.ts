import type { Answers } from "./queue.ts";

/** One question per screen (U37), in the order of the paper form. */
export const questions = [
  "when",
  "place",
  "metWith",
  "companions",
  "found",
  "assurances",
  "nextStep",
  "photos",
] as const;
export type Question = (typeof questions)[number];

/** Questions without which the visit is not sent; the site checks again. */
export function missingQuestions(answers: Answers): Question[] {
  const said = (name: string) => (answers[name] ?? "").trim();
  const isMissing: Partial<Record<Question, boolean>> = {
    when: said("visitedOn") === "" || said("visitedTime") === "",
    place: said("place") === "",
    metWith: said("metWith") === "",
    found: [...said("found")].length < 2,
    assurances: said("lackingAssurances") !== "" && said("hasCheckedAssurances") === "",
    nextStep: (said("nextStep") === "") !== (said("nextStepOn") === ""),
  };
  return questions.filter((question) => isMissing[question]);
}

/** Where a refusal of the site belongs. */
export function questionOfField(field: string): Question | null {
  const places: Readonly<Record<string, Question>> = {
    visitedOn: "when",
    visitedTime: "when",
    place: "place",
    metWith: "metWith",
    companions: "companions",
    found: "found",
    hasCheckedAssurances: "assurances",
    lackingAssurances: "assurances",
    nextStep: "nextStep",
    nextStepOn: "nextStep",
  };
  return places[field] ?? null;
}

const dayFormat = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const timeFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

export function dayAndTime(at: Date): { visitedOn: string; visitedTime: string } {
  return { visitedOn: dayFormat.format(at), visitedTime: timeFormat.format(at) };
}

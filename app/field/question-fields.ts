import { assurances, visitPartners, visitPlaces } from "#app/domain/visits/visit.ts";
import { element } from "./element.ts";
import type { Question } from "./questions.ts";
import type { Answers } from "./queue.ts";
import { words } from "./words.ts";

type Save = (name: string, value: string) => void;

/** The boxes of one question. Each tells its value at every change: nothing waits for a button (U34). */
export function questionFields(question: Exclude<Question, "photos">, answers: Answers, save: Save): HTMLElement[] {
  const t = words().visits;
  const text = (name: string, label: string, type: string) => textField({ name, label, type }, answers, save);
  switch (question) {
    case "when":
      return [text("visitedOn", t.visitedOn, "date"), text("visitedTime", t.visitedTime, "time")];
    case "place":
      return radios(
        "place",
        visitPlaces.map((value) => [value, t.places[value]] as const),
        answers,
        save,
      );
    case "metWith":
      return radios(
        "metWith",
        visitPartners.map((value) => [value, t.partners[value]] as const),
        answers,
        save,
      );
    case "companions":
      return [text("companions", t.companionsHint, "text")];
    case "found":
      return [longField("found", t.foundHint, answers, save)];
    case "assurances":
      return assuranceFields(answers, save);
    case "nextStep":
      return [text("nextStep", t.nextStep, "text"), text("nextStepOn", t.nextStepOn, "date")];
  }
}

/** The words above the boxes. */
export function questionTitle(question: Question): string {
  const t = words();
  const titles: Record<Question, string> = {
    when: t.when,
    place: t.visits.place,
    metWith: t.visits.metWith,
    companions: t.companionsQuestion,
    found: t.visits.found,
    assurances: t.visits.assurances,
    nextStep: t.nextStepQuestion,
    photos: t.photosQuestion,
  };
  return titles[question];
}

export function isOptional(question: Question): boolean {
  return question === "companions" || question === "assurances" || question === "nextStep" || question === "photos";
}

function textField({ name, label, type }: { name: string; label: string; type: string }, answers: Answers, save: Save) {
  const box = element("input", { id: name, name, type, autocomplete: "off" });
  box.value = answers[name] ?? "";
  box.addEventListener("input", () => save(name, box.value));
  return element("div", { class: "field" }, element("label", { for: name }, label), box);
}

function longField(name: string, hint: string, answers: Answers, save: Save) {
  const box = element("textarea", { id: name, name, rows: "7", "aria-describedby": `${name}-hint` });
  box.value = answers[name] ?? "";
  box.addEventListener("input", () => save(name, box.value));
  const label = element("label", { for: name, class: "hidden-label" }, questionTitle("found"));
  return element("div", { class: "field" }, label, element("small", { id: `${name}-hint` }, hint), box);
}

function radios(name: string, options: readonly (readonly [string, string])[], answers: Answers, save: Save) {
  return options.map(([value, label]) => {
    const box = element("input", { type: "radio", name, id: `${name}-${value}`, value });
    box.checked = answers[name] === value;
    box.addEventListener("change", () => save(name, value));
    return element("label", { class: "choice", for: `${name}-${value}` }, box, element("span", {}, label));
  });
}

function assuranceFields(answers: Answers, save: Save): HTMLElement[] {
  const t = words().visits;
  const tick = (id: string, label: string, isTicked: boolean, change: (isTicked: boolean) => void) => {
    const box = element("input", { type: "checkbox", id });
    box.checked = isTicked;
    box.addEventListener("change", () => change(box.checked));
    return { box, label: element("label", { class: "choice", for: id }, box, element("span", {}, label)) };
  };
  const lacking = new Set((answers.lackingAssurances ?? "").split(" ").filter(Boolean));
  const all = tick("all-six", t.hasCheckedAssurances, answers.hasCheckedAssurances === "on", (isTicked) =>
    save("hasCheckedAssurances", isTicked ? "on" : ""),
  );
  const each = assurances.map((one) =>
    tick(`lacking-${one}`, t.assuranceWords[one], lacking.has(one), (isTicked) => {
      if (isTicked) lacking.add(one);
      else lacking.delete(one);
      save("lackingAssurances", [...lacking].join(" "));
      // Who names a difficulty has looked.
      if (isTicked && !all.box.checked) {
        all.box.checked = true;
        save("hasCheckedAssurances", "on");
      }
    }),
  );
  return [
    element("small", {}, t.hasCheckedAssurancesHint),
    all.label,
    element("p", {}, t.lackingAssurances),
    ...each.map(({ label }) => label),
  ];
}

import { button, element } from "./element.ts";
import { addresses, type Phone } from "./phone.ts";
import { dayAndTime } from "./questions.ts";
import { addVisit } from "./queue.ts";
import { randomId } from "./random-id.ts";
import { words } from "./words.ts";

const mostShown = 60;

type Choice = { householdId: string; regionCode: string; label: string; note: string };

/** Which household: a list that is narrowed by typing. Choosing one begins the draft. */
export function chooseScreen(phone: Phone): Node[] {
  const t = words();
  const { places } = phone;
  if (places === null || places === "expired") {
    phone.go(addresses.home);
    return [];
  }
  const nameOf = new Map(places.villages.map(({ code, name }) => [code, name]));
  const choices: Choice[] = [
    ...places.households.map(({ id, publicCode, head, groupName, regionCode }) => ({
      householdId: id,
      regionCode,
      label: head,
      note: [nameOf.get(regionCode), groupName, publicCode].filter(Boolean).join(" "),
    })),
    ...places.villages.map(({ code, name }) => ({
      householdId: "",
      regionCode: code,
      label: t.villageItself(name),
      note: "",
    })),
  ];
  const list = element("ul", { class: "list" });
  const box = element("input", {
    type: "search",
    id: "filter",
    autocomplete: "off",
    "aria-describedby": "filter-hint",
  });
  const show = () => {
    const wanted = box.value.trim();
    const found = choices.filter(({ label, note }) => `${label} ${note}`.includes(wanted)).slice(0, mostShown);
    list.replaceChildren(
      ...(found.length === 0
        ? [element("li", { class: "quiet" }, t.noMatch)]
        : found.map((choice) => choiceRow(phone, places.userId, choice))),
    );
  };
  box.addEventListener("input", show);
  show();
  return [
    element("h1", {}, t.chooseHousehold),
    element("label", { for: "filter" }, t.filter),
    element("small", { id: "filter-hint" }, t.filterHint),
    box,
    list,
    button(t.back, () => phone.go(addresses.home), "button-quiet"),
  ];
}

function choiceRow(phone: Phone, owner: string, choice: Choice): HTMLElement {
  const begin = async () => {
    const now = new Date();
    const id = randomId();
    const { householdId, regionCode, label, note } = choice;
    const when = dayAndTime(now);
    const visit = {
      ...{ id, owner, state: "draft" as const, startedAt: now.getTime(), question: 1 },
      ...{ shownAs: `${when.visitedOn} ${when.visitedTime}`, conflict: null, codes: {}, hasLostPhoto: false },
    };
    const place =
      householdId === "" ? { place: "village_office", metWith: "village_staff" } : { place: "home", metWith: "head" };
    await addVisit(phone.queue, visit, { householdId, regionCode, head: `${label} ${note}`.trim(), ...when, ...place });
    // Browsers keep what they were asked to keep when space runs out; they ask the person or decide themselves (U34).
    await navigator.storage?.persist?.().catch(() => false);
    phone.go(addresses.question(id, 1));
  };
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "row", click: () => void begin() },
      element("span", {}, choice.label),
      element("small", {}, choice.note),
    ),
  );
}

import { button, element, link } from "./element.ts";
import { addresses, type Phone } from "./phone.ts";
import { photoQuestion } from "./photo-question.ts";
import { isOptional, questionFields, questionTitle } from "./question-fields.ts";
import { missingQuestions, type Question, questionOfField, questions } from "./questions.ts";
import {
  changeVisit,
  copyVisit,
  getVisit,
  listPhotos,
  moveVisit,
  type QueuedVisit,
  readAnswers,
  saveAnswer,
  wipeVisit,
} from "./queue.ts";
import { randomId } from "./random-id.ts";
import { words } from "./words.ts";

/** The visit, if it is of whoever is signed in on this phone (U39). */
async function findOwn({ queue, places }: Phone, id: string): Promise<QueuedVisit | undefined> {
  const visit = await getVisit(queue, id);
  return places !== null && places !== "expired" && visit?.owner === places.userId ? visit : undefined;
}

/** One question (U37): what is typed is stored as it is typed, 下一步 is large, 保存并退出 is always there. */
export async function questionScreen(phone: Phone, id: string, number: number): Promise<Node[]> {
  const t = words();
  const visit = await findOwn(phone, id);
  if (visit === undefined || visit.state !== "draft") return visitScreen(phone, id);
  const question = questions[number - 1];
  if (question === undefined) return checkScreen(phone, visit);
  await changeVisit(phone.queue, id, (present) =>
    present.state === "draft" ? { ...present, question: number } : null,
  );
  const answers = await readAnswers(phone.queue, id);
  const saved = element("p", { class: "quiet", role: "status" });
  let pending: Promise<unknown> = Promise.resolve();
  const save = (name: string, value: string) => {
    // In the order typed; a key in a row waits for the one before, some milliseconds.
    pending = pending
      .then(() => saveAnswer(phone.queue, id, name, value))
      .then(() => {
        saved.textContent = t.saved;
      });
  };
  const leave = (to: string) => void pending.then(() => phone.go(to));
  const fields = question === "photos" ? await photoQuestion(phone, id) : questionFields(question, answers, save);
  const title = `${questionTitle(question)}${isOptional(question) ? `（${t.optional}）` : ""}`;
  return [
    element("p", { class: "quiet" }, `${answers.head ?? ""} · ${t.question(number, questions.length)}`),
    element("h1", {}, title),
    fields.length > 1
      ? element("div", { role: "group", "aria-label": title }, ...fields)
      : element("div", {}, ...fields),
    saved,
    button(t.next, () => leave(addresses.question(id, number + 1)), "button-large"),
    number > 1 ? button(t.back, () => leave(addresses.question(id, number - 1)), "button-quiet") : null,
    button(t.saveAndLeave, () => leave(addresses.home), "button-quiet"),
  ].filter((node) => node !== null);
}

/** All answers on one screen; what is missing blocks the end and leads back (U33). */
async function checkScreen(phone: Phone, visit: QueuedVisit): Promise<Node[]> {
  const t = words();
  const answers = await readAnswers(phone.queue, visit.id);
  const photos = await listPhotos(phone.queue, visit.id);
  const missing = missingQuestions(answers);
  const finish = async () => {
    const now = await readAnswers(phone.queue, visit.id);
    if (missingQuestions(now).length > 0) return phone.refresh();
    await finishVisit(phone, visit.id, `${now.visitedOn} ${now.visitedTime}`);
    phone.send();
    phone.go(addresses.home);
  };
  return [
    element("h1", {}, t.check),
    element("p", {}, answers.head ?? ""),
    missing.length === 0
      ? null
      : element("p", { class: "notice", role: "alert" }, `${t.missing}：${missing.map(questionTitle).join("、")}`),
    summary(visit.id, answers, photos.length),
    missing.length === 0 ? button(t.finish, () => void finish(), "button-large") : null,
    button(t.saveAndLeave, () => phone.go(addresses.home), "button-quiet"),
    deleteButton(phone, visit),
  ].filter((node) => node !== null);
}

/** The draft waits from now on; its photos get their places. A second tab that finishes the same visit changes nothing. */
async function finishVisit(phone: Phone, id: string, shownAs: string): Promise<void> {
  const { database } = phone.queue;
  const order = (await listPhotos(phone.queue, id)).map((photo) => photo.id);
  const work = database.transaction(["visits", "photos"], "readwrite");
  const visit = await work.objectStore("visits").get(id);
  if (visit?.state === "draft") {
    for (const [position, photoId] of order.entries()) {
      const photo = await work.objectStore("photos").get(photoId);
      if (photo !== undefined) await work.objectStore("photos").put({ ...photo, position });
    }
    await work.objectStore("visits").put({ ...visit, state: "waiting", shownAs, codes: {} });
  }
  await work.done;
}

function summary(id: string, answers: Readonly<Record<string, string>>, photoCount: number): HTMLElement {
  const t = words();
  const v = t.visits;
  const named = (map: Readonly<Record<string, string>>, value = "") => map[value] ?? value;
  const lacking = (answers.lackingAssurances ?? "").split(" ").filter(Boolean);
  const said: Record<Question, string> = {
    when: `${answers.visitedOn ?? ""} ${answers.visitedTime ?? ""}`,
    place: named(v.places, answers.place),
    metWith: named(v.partners, answers.metWith),
    companions: answers.companions ?? "",
    found: answers.found ?? "",
    assurances:
      answers.hasCheckedAssurances !== "on"
        ? v.notChecked
        : lacking.length === 0
          ? v.allFine
          : lacking.map((one) => named(v.assuranceWords, one)).join("、"),
    nextStep: [answers.nextStep, answers.nextStepOn].filter(Boolean).join(" "),
    photos: t.photoKept(photoCount),
  };
  const rows = questions.flatMap((question, index) => [
    element("dt", {}, questionTitle(question)),
    element(
      "dd",
      {},
      said[question].trim() || t.nobodyAnswered,
      " ",
      link(t.change, addresses.question(id, index + 1)),
    ),
  ]);
  return element("dl", {}, ...rows);
}

function deleteButton(phone: Phone, visit: QueuedVisit): HTMLElement {
  const t = words();
  const place = element("div", {});
  const ask = () => {
    const remove = () => void wipeVisit(phone.queue, visit.id, true).then(() => phone.go(addresses.home));
    place.replaceChildren(
      element("p", { role: "alert" }, t.deleteSure),
      button(t.yesDelete, remove, "button-danger"),
      button(t.keep, phone.refresh, "button-quiet"),
    );
  };
  place.append(button(t.deleteDraft, ask, "button-quiet"));
  return place;
}

/** A visit that is on its way, has arrived, or came back: what happened, and what to do now. */
export async function visitScreen(phone: Phone, id: string): Promise<Node[]> {
  const t = words();
  const visit = await findOwn(phone, id);
  if (visit === undefined) {
    phone.go(addresses.home);
    return [];
  }
  const home = button(t.back, () => phone.go(addresses.home), "button-quiet");
  if (visit.state === "returned") return [...(await returnedParts(phone, visit)), home];
  return [
    element("h1", {}, visit.shownAs),
    element("p", { class: `badge badge-${visit.state}` }, t.visits.states[visit.state]),
    element("p", {}, t.stateHints[visit.state]),
    ...(visit.conflict === null
      ? []
      : [
          element(
            "div",
            { class: "notice" },
            element("b", {}, t.conflictTitle),
            element("p", {}, t.visits.conflicts[visit.conflict]),
            element("p", {}, t.conflictHint),
          ),
        ]),
    ...(visit.hasLostPhoto ? [element("p", { class: "notice" }, t.photoReturned)] : []),
    home,
  ];
}

async function returnedParts(phone: Phone, visit: QueuedVisit): Promise<Node[]> {
  const t = words();
  const answers = await readAnswers(phone.queue, visit.id);
  const photos = await listPhotos(phone.queue, visit.id);
  const known = new Map<string, string>(Object.entries(t.returnedCodes));
  const codes = Object.entries(visit.codes);
  const reasons = codes.map(([field, list]) => {
    const question = questionOfField(field);
    const why = list.map((code) => known.get(code.split(":")[0] ?? "") ?? t.returnedCodes.other).join(" ");
    return element("li", {}, question === null ? why : `${questionTitle(question)}：${why}`);
  });
  const first = codes.map(([field]) => questionOfField(field)).find((question) => question !== null);
  const reopen = async () => {
    await moveVisit(phone.queue, visit.id, "reopen");
    phone.go(addresses.question(visit.id, first ? questions.indexOf(first) + 1 : questions.length + 1));
  };
  const isOther = codes.some(([, list]) => list.includes("different_content"));
  return [
    element("h1", {}, t.returnedTitle),
    element("p", {}, answers.head ?? visit.shownAs),
    element("ul", { class: "notice" }, ...reasons),
    element("p", {}, t.returnedHint),
    summary(visit.id, answers, photos.length),
    isOther
      ? button(t.asNewVisit, () => void copyAsNew(phone, visit), "button-large")
      : button(t.change, () => void reopen(), "button-large"),
  ];
}

/** The site has another visit under this id: the same words and photos under ids of their own. */
async function copyAsNew(phone: Phone, visit: QueuedVisit): Promise<void> {
  const last = questions.length + 1;
  const copy: QueuedVisit = { ...visit, id: randomId(), state: "draft", codes: {}, question: last };
  await copyVisit(phone.queue, visit, copy, randomId);
  phone.go(addresses.question(copy.id, last));
}

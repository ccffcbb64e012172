import { type VisitState, visitStates } from "#app/domain/visits/visit.ts";
import { button, element, link } from "./element.ts";
import { addresses, type Phone } from "./phone.ts";
import { listVisits, type QueuedVisit } from "./queue.ts";
import { switchLanguage, words } from "./words.ts";

const leastFreeMegabytes = 50;

/** The first screen: how many visits are where (U33), what is wrong, and the one large button. */
export async function homeScreen(phone: Phone): Promise<Node[]> {
  const t = words();
  const all = await listVisits(phone.queue);
  const { places } = phone;
  const me = places !== null && places !== "expired" ? places.userId : null;
  const mine = all.filter((visit) => me === null || visit.owner === me);
  const others = all.filter((visit) => me !== null && visit.owner !== me && visit.state !== "confirmed");
  const count = (state: VisitState) => mine.filter((visit) => visit.state === state).length;
  return [
    element("h1", {}, t.title),
    element("p", { class: navigator.onLine ? "badge" : "badge badge-quiet" }, navigator.onLine ? t.online : t.offline),
    ...notices(phone, others.length),
    me === null ? null : button(t.start, () => phone.go(addresses.choose), "button-large"),
    element("h2", {}, t.counts),
    element(
      "ul",
      { class: "counts" },
      ...visitStates.map((state) =>
        element(
          "li",
          { "data-state": state },
          element("b", {}, String(count(state))),
          element("span", {}, t.visits.states[state]),
        ),
      ),
    ),
    count("waiting") + count("sent") > 0 ? button(phone.isSending ? t.uploading : t.upload, phone.send) : null,
    // Who is not signed in on this phone sees how many there are, not what they say (U39).
    me === null ? null : mine.length === 0 ? element("p", { class: "quiet" }, t.nothingYet) : visitList(mine),
    ...account(phone),
  ].filter((node): node is HTMLElement => node !== null);
}

function notices({ outcome, places, freeMegabytes }: Phone, otherCount: number): HTMLElement[] {
  const t = words();
  const made: HTMLElement[] = [];
  const warn = (text: string, more: Node | null = null) =>
    made.push(element("p", { class: "notice", role: "status" }, text, more === null ? null : " ", more));
  const signIn = link(t.signIn, "/login?next=%2Ffield", "button");
  if (outcome === "sign_in" || outcome === "other_person") warn(t.signInAgain, signIn);
  else if (places === "expired") warn(t.listExpired, navigator.onLine ? signIn : null);
  else if (places === null) warn(t.signInFirst, signIn);
  if (outcome === "later") warn(t.willRetry);
  if (otherCount > 0) warn(t.otherPerson(otherCount));
  if (freeMegabytes !== null && freeMegabytes < leastFreeMegabytes) warn(t.spaceLow(freeMegabytes));
  return made;
}

function visitList(visits: readonly QueuedVisit[]): HTMLElement {
  const t = words();
  const order = (visit: QueuedVisit) => ["returned", "draft", "waiting", "sent", "confirmed"].indexOf(visit.state);
  const sorted = [...visits].sort((one, other) => order(one) - order(other) || other.startedAt - one.startedAt);
  return element(
    "ul",
    { class: "list" },
    ...sorted.map((visit) =>
      element(
        "li",
        {},
        element(
          "a",
          { href: visit.state === "draft" ? addresses.question(visit.id, visit.question) : addresses.visit(visit.id) },
          element("span", {}, visit.shownAs),
          element("span", { class: `badge badge-${visit.state}` }, t.visits.states[visit.state]),
          element("small", {}, visit.conflict === null ? t.stateHints[visit.state] : t.conflictTitle),
        ),
      ),
    ),
  );
}

function account(phone: Phone): (HTMLElement | null)[] {
  const t = words();
  const { places } = phone;
  const language = button(
    t.language,
    () => {
      switchLanguage();
      phone.refresh();
    },
    "button-quiet",
  );
  if (places === null || places === "expired") return [language];
  return [
    element("p", { class: "quiet" }, t.signedInAs(places.displayName)),
    element("p", { class: "quiet" }, t.listKept(places.households.length, places.daysLeft)),
    wifiChoice(),
    element("p", {}, button(t.refreshList, phone.renewPlaces, "button-quiet")),
    element("p", {}, button(t.signOut, phone.signOut, "button-quiet"), element("small", {}, t.signOutHint)),
    language,
  ];
}

const wifiKey = "jiedui-field-wifi-only";

/** What kind of line the phone is on, where the browser says so. */
function lineKind(): string | null {
  if (!("connection" in navigator)) return null;
  const { connection } = navigator;
  if (typeof connection !== "object" || connection === null || !("type" in connection)) return null;
  return typeof connection.type === "string" ? connection.type : null;
}

/** Whether sending may begin by itself now; the button always may (U33). */
export function maySendByItself(): boolean {
  return localStorage.getItem(wifiKey) !== "1" || lineKind() !== "cellular";
}

function wifiChoice(): HTMLElement | null {
  if (lineKind() === null) return null;
  const box = element("input", { type: "checkbox", id: "wifi" });
  box.checked = localStorage.getItem(wifiKey) === "1";
  box.addEventListener("change", () => localStorage.setItem(wifiKey, box.checked ? "1" : "0"));
  return element("label", { class: "choice", for: "wifi" }, box, element("span", {}, words().wifiOnly));
}

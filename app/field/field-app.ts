/**
 * The phone app of village officers (D8): an installable page that works without signal. It keeps drafts and photos in the browser, sends them
 * when it can, and believes that something arrived only when the site says so.
 */
import { chooseScreen } from "./choose-screen.ts";
import { element, link } from "./element.ts";
import { homeScreen, maySendByItself } from "./home-screen.ts";
import { addresses, type Phone } from "./phone.ts";
import { forgetPlaces, keepPlaces, readPlaces } from "./places.ts";
import { listVisits, openQueue, type Queue, wipeVisit } from "./queue.ts";
import { fetchPlaces, otherTabDone, sync } from "./sync.ts";
import { questionScreen, visitScreen } from "./visit-screen.ts";
import { isEnglish, words } from "./words.ts";

const retryMs = 60_000;

/** Asked of the browser itself, never of its name (U38). */
function canWorkOffline(): boolean {
  return "serviceWorker" in navigator && "indexedDB" in globalThis && isSecureContext && crypto.subtle !== undefined;
}

function main(): HTMLElement {
  const found = document.getElementById("field");
  if (found === null) throw new Error("no place for the app");
  return found;
}

function showOnlineOnly(reason: string): void {
  const t = words();
  const online = link(t.openOnline, "/staff/visits/new", "button button-large");
  main().replaceChildren(
    element("h1", {}, t.title),
    element("p", { class: "notice", role: "alert" }, reason),
    element("p", {}, t.notOfflineHint),
    online,
  );
}

async function start(): Promise<void> {
  if (!canWorkOffline()) return showOnlineOnly(words().notOffline);
  const queue = await openQueue().catch(() => null);
  if (queue === null) return showOnlineOnly(words().storageFailed);
  // The app works without it as long as the page stays open; the next visit tries again.
  navigator.serviceWorker.register("/field-sw.js", { scope: "/field" }).catch(() => undefined);
  await run(queue);
}

async function run(queue: Queue): Promise<void> {
  const phone: Phone = {
    queue,
    places: await readPlaces(Date.now()),
    outcome: null,
    isSending: false,
    freeMegabytes: await freeMegabytes(),
    refresh: () => void draw(phone),
    go: (address) => {
      if (location.hash === address) void draw(phone);
      else location.hash = address;
    },
    send: () => void send(phone),
    renewPlaces: () => void renewPlaces(phone),
    signOut: () => void signOut(phone),
  };
  addEventListener("hashchange", () => void draw(phone));
  addEventListener("online", () => void arrive(phone));
  addEventListener("offline", () => isHome() && phone.refresh());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void arrive(phone));
  setInterval(() => navigator.onLine && maySendByItself() && void send(phone), retryMs);
  await draw(phone);
  await arrive(phone);
}

function isHome(): boolean {
  return location.hash === "" || location.hash === addresses.home;
}

let drawing = 0;

/** Shows the screen of the address; a slower screen of before is dropped. */
async function draw(phone: Phone): Promise<void> {
  drawing += 1;
  const turn = drawing;
  const screen = await screenOf(phone);
  if (turn !== drawing) return;
  document.documentElement.lang = isEnglish() ? "en" : "zh-CN";
  document.title = words().title;
  main().replaceChildren(...screen);
  main().focus();
  scrollTo(0, 0);
}

async function screenOf(phone: Phone): Promise<Node[]> {
  const [, kind, id, number] = location.hash.split("/");
  if (kind === "choose") return chooseScreen(phone);
  if (kind === "visit" && id !== undefined && number !== undefined) return questionScreen(phone, id, Number(number));
  if (kind === "visit" && id !== undefined) return visitScreen(phone, id);
  phone.places = await readPlaces(Date.now());
  return homeScreen(phone);
}

/** There is signal, perhaps: the list if it is missing or old, then the queue. */
async function arrive(phone: Phone): Promise<void> {
  if (!navigator.onLine) return;
  const { places } = phone;
  if (places === null || places === "expired" || places.daysLeft < places.keepDays) await renewPlaces(phone);
  if (maySendByItself()) await send(phone);
}

async function renewPlaces(phone: Phone): Promise<void> {
  const data = await fetchPlaces();
  if (data === "sign_in") phone.outcome = "sign_in";
  else if (data !== "later") {
    await keepPlaces(data, Date.now());
    phone.places = await readPlaces(Date.now());
    if (phone.outcome === "sign_in") phone.outcome = null;
  }
  if (isHome()) phone.refresh();
}

async function send(phone: Phone): Promise<void> {
  const { places } = phone;
  if (phone.isSending || places === null || places === "expired") return;
  phone.isSending = true;
  // The button is drawn a moment later; whoever watches the page from outside must not press it in between.
  document.documentElement.dataset.sending = "yes";
  const show = () => isHome() && phone.refresh();
  show();
  try {
    const outcome = await sync(phone.queue, places.userId, show);
    const isIdle = (await listVisits(phone.queue)).every(({ state }) => state !== "waiting" && state !== "sent");
    // Without anything to send nothing was asked, so nothing is known of the session.
    if (outcome !== "done" || !isIdle || phone.outcome !== "sign_in") phone.outcome = outcome;
    if (outcome === "busy") void otherTabDone().then(show);
  } finally {
    phone.isSending = false;
    delete document.documentElement.dataset.sending;
    show();
  }
}

/** The list goes with its key. What the site does not have yet stays, sealed, until its owner signs in again (U39). */
async function signOut(phone: Phone): Promise<void> {
  await forgetPlaces();
  for (const visit of await listVisits(phone.queue)) {
    if (visit.state === "confirmed") await wipeVisit(phone.queue, visit.id, true);
  }
  phone.places = null;
  await fetch("/logout", { method: "POST", redirect: "manual", credentials: "same-origin" }).catch(() => undefined);
  phone.go(addresses.home);
}

async function freeMegabytes(): Promise<number | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  if (!estimate?.quota) return null;
  return Math.floor((estimate.quota - (estimate.usage ?? 0)) / 1_000_000);
}

void start();

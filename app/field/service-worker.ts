/**
 * Keeps the files of /field on the phone, and only those: no page with a person's data is ever stored by it (F14). The list is written in by
 * the build, each name with the sum of its content; a new build is a new worker with a cache of its own.
 */
declare const precachedFiles: readonly string[];
declare const cacheName: string;

type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void };
type FetchLike = Event & { request: Request; respondWith: (answer: Promise<Response>) => void };
type WorkerScope = {
  addEventListener: (kind: "install" | "activate" | "fetch", listener: (event: Event) => void) => void;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
};

const worker = globalThis as unknown as WorkerScope;
const shell = "/field";

worker.addEventListener("install", (event) => {
  (event as Extendable).waitUntil(install());
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([shell, ...precachedFiles].map((path) => new Request(path, { cache: "reload" })));
  await worker.skipWaiting();
}

worker.addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(activate());
});

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("jiedui-field-") && name !== cacheName) await caches.delete(name);
  }
  await worker.clients.claim();
}

worker.addEventListener("fetch", (event) => {
  const { request, respondWith } = event as FetchLike;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  const isShell = request.mode === "navigate" && pathname === shell;
  if (isShell || precachedFiles.includes(pathname))
    respondWith.call(event, fromCache(isShell ? shell : pathname, request));
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}

import { createRequestHandler, type RequestHandler, type ServerBuild } from "@remix-run/node";

type Routes = ServerBuild["routes"];
type Shape = { id: string; segments: readonly string[]; lineage: readonly string[] };

/** Paths with anything but plain segments are left to the whole: Remix reads `.data`, `//` and percent signs by rules of its own. */
const isPlain = /^(\/[A-Za-z0-9_~@:-]+)*\/?$/;

/**
 * Answers requests with the routes that can match their path, and no others. React Router ranks all routes and compiles all their patterns anew
 * for every request, three times over: with 200 routes that was a third of a page's time. What matches, and in which order, stays its decision.
 */
export function createRouteHandler(build: ServerBuild, mode: string): RequestHandler {
  const whole = createRequestHandler(build, mode);
  const shapes = shapesOf(build.routes);
  const handlers = new Map<string, RequestHandler>();
  return (request, context) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!isPlain.test(pathname) || pathname === "/__manifest" || searchParams.has("_data"))
      return whole(request, context);
    const ids = idsFor(shapes, pathname);
    const key = ids.join("\n");
    // As many as there are sets of routes that share a path: what is asked for cannot make more.
    let handler = handlers.get(key);
    if (handler === undefined) {
      // Remix renders from its manifest of browser files: both name the same routes.
      const assets = { ...build.assets, routes: pick(build.assets.routes, ids) };
      handler = createRequestHandler({ ...build, routes: pick(build.routes, ids), assets }, mode);
      handlers.set(key, handler);
    }
    return handler(request, context);
  };
}

/** The routes that can match a path, with their parents: every fixed segment is the path's, whatever its case, as React Router compares. */
export function routesFor(routes: Routes, pathname: string): Routes {
  return pick(routes, idsFor(shapesOf(routes), pathname));
}

function shapesOf(routes: Routes): Shape[] {
  return Object.keys(routes).map((id) => {
    const lineage: string[] = [];
    for (let at: string | undefined = id; at !== undefined; at = routes[at]?.parentId) lineage.unshift(at);
    const path = lineage.map((one) => routes[one]?.path ?? "").join("/");
    return { id, lineage, segments: path.toLowerCase().split("/").filter(Boolean) };
  });
}

function idsFor(shapes: readonly Shape[], pathname: string): string[] {
  const asked = pathname.toLowerCase().split("/").filter(Boolean);
  const found = new Set<string>();
  for (const { segments, lineage } of shapes) {
    // The document around all pages is there even when no page is: it says so.
    if (lineage.length === 1 || canMatch(segments, asked)) for (const id of lineage) found.add(id);
  }
  return [...found].sort();
}

function canMatch(segments: readonly string[], asked: readonly string[]): boolean {
  if (segments.some((segment) => segment.endsWith("?"))) return true;
  const hasSplat = segments.at(-1) === "*";
  const fixed = hasSplat ? segments.slice(0, -1) : segments;
  if (hasSplat ? asked.length < fixed.length : asked.length !== fixed.length) return false;
  return fixed.every((segment, index) => segment.startsWith(":") || segment === asked[index]);
}

function pick<Value>(routes: Readonly<Record<string, Value>>, ids: readonly string[]): Record<string, Value> {
  const wanted = new Set(ids);
  // In their first order, which decides between routes of the same rank.
  return Object.fromEntries(Object.entries(routes).filter(([id]) => wanted.has(id)));
}

import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { routesFor } from "#app/http/route-handlers.server.ts";
import { loadBuild } from "#tests/setup/site.ts";

type Routes = ServerBuild["routes"];
let routes: Routes;
beforeAll(async () => {
  routes = (await loadBuild()).routes;
}, 240_000);

type RouteObjects = Parameters<typeof matchRoutes>[0];
type Tree = { id: string; path?: string; index?: boolean; children?: Tree[] };
function treeOf(given: Routes, parentId?: string): Tree[] {
  return Object.values(given).flatMap((route) => {
    if (route === undefined || route.parentId !== parentId) return [];
    const { id, path, index } = route;
    const place = { id, ...(path === undefined ? {} : { path }) };
    return [index ? { ...place, index: true } : { ...place, children: treeOf(given, id) }];
  });
}
/** The ids React Router finds, outermost first, and what it reads from the path. */
const found = (given: Routes, path: string) =>
  matchRoutes(treeOf(given) as RouteObjects, path)?.map(({ route, params }) => [route.id, params]) ?? null;

it("what matches a path among the routes picked for it is what matches among all", () => {
  const segments = [...new Set(Object.values(routes).flatMap((route) => (route?.path ?? "").split("/")))].filter(
    Boolean,
  );
  const fixed = segments.filter((segment) => !segment.startsWith(":") && segment !== "*");
  const segment = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...fixed) },
    { weight: 1, arbitrary: fc.constantFrom("0PRTS-XW55V", "440783116248", "NEEDS", "x") },
  );
  const known = Object.values(routes).map((route) =>
    (route?.path ?? "").split("/").map((one) => (one.startsWith(":") ? "a-1" : one)),
  );
  const path = fc
    .oneof(fc.constantFrom(...known), fc.array(segment, { maxLength: 5 }))
    .map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(path, (asked) => {
      expect(found(routesFor(routes, asked), asked)).toEqual(found(routes, asked));
    }),
    { numRuns: 500 },
  );
});

it("few are picked, so that matching costs little", () => {
  expect(Object.keys(routes).length).toBeGreaterThan(100);
  for (const path of ["/", "/needs", "/villages/440783116248", "/ledger", "/staff/households"]) {
    expect(Object.keys(routesFor(routes, path)).length).toBeLessThan(12);
  }
});

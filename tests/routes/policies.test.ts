import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { whoMayOpen } from "#tests/setup/who-may-open.ts";

const folder = join(import.meta.dirname, "..", "..", "app", "routes");

/** Files Remix makes URLs of: `app/routes/<name>.ts(x)` and `app/routes/<name>/route.tsx`. */
async function listRouteFiles(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .map((entry) => (entry.isDirectory() ? join(entry.name, "route.tsx") : entry.name))
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|server)\.tsx?$/.test(name))
    .filter((name) => existsSync(join(folder, name)))
    .sort();
}

const routes = await listRouteFiles();

/** The address a route file is served at: `needs_.$code_.donate/route.tsx` is `/needs/:code/donate`. */
function addressOfFile(name: string): string {
  const flat = name.replace(/(\/route)?\.tsx?$/, "").replaceAll("[.]", "\u0000");
  const parts = flat.split(".").map((part) => part.replace(/_$/, "").replace(/^\$$/, "*").replace(/^\$/, ":"));
  return `/${parts
    .join("/")
    .replaceAll("\u0000", ".")
    .replace(/^_index$/, "")}`;
}

describe("every route names its policy", () => {
  it("finds the routes", () => {
    expect(routes).toContain(join("login", "route.tsx"));
  });

  it("F1: and a person has written down who may open it, in tests/setup/who-may-open.ts", () => {
    expect(routes.map(addressOfFile).sort()).toEqual(Object.keys(whoMayOpen).sort());
  });

  it.each(routes)("F1: %s runs nothing before its policy allows it", async (name) => {
    const route: Record<string, unknown> = await import(join(folder, name));
    // A page without a loader would be open to everyone without saying so.
    if ("default" in route) expect(route, "a page needs a guarded loader").toHaveProperty("loader");
    for (const part of ["loader", "action"]) {
      if (part in route)
        expect(route[part], `${part} was not made by app/http/guard.server.ts`).toHaveProperty("policy");
    }
    expect(route).not.toHaveProperty("clientLoader");
    expect(route).not.toHaveProperty("clientAction");
  });
});

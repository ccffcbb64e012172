import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { safeNextPath } from "#app/http/safe-path.ts";
import { createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database);
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

/** fetch refuses to send some of these headers and methods. */
function rawRequest(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${site.url}${path}`, { method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("writes come from our own pages only", () => {
  const methods = ["POST", "PUT", "PATCH", "DELETE"];
  // A page, its single-fetch address, and a route without a page: Remix checks the origin of the first two only.
  const targets = ["/login", "/login.data", "/logout", "/display"];
  const senders: [string, Record<string, string>][] = [
    ["another site", { Origin: "https://evil.example" }],
    ["a sandboxed page", { Origin: "null" }],
    ["nobody in particular", {}],
    ["another site with our name in a header", { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" }],
    ["another site with its own name as host", { Origin: "https://evil.example", Host: "evil.example" }],
    ["a page of a sibling domain", { "Sec-Fetch-Site": "same-site" }],
    ["another site, by the browser's word", { "Sec-Fetch-Site": "cross-site" }],
    ["a liar with two stories", { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" }],
  ];
  const cases = methods.flatMap((method) =>
    targets.flatMap((path) => senders.map(([who, headers]) => [method, path, who, headers] as const)),
  );

  it.each(cases)("E6: %s %s from %s is refused", async (method, path, _who, headers) => {
    const { status } = await rawRequest(method, path, headers);
    expect(status).toBe(403);
  });

  it("E6: a refused sign-out signs nobody out", async () => {
    const cookie = await site.signInAs(await createUser(database.db));
    const refused = await site.request("/logout", { form: {}, cookie, headers: { Origin: "https://evil.example" } });
    expect(refused.status).toBe(403);
    expect((await site.request("/me", { cookie })).status).toBe(200);
  });

  it("E6: the same request from our own page is let through", async () => {
    expect((await rawRequest("POST", "/logout", { Origin: site.url })).status).toBe(303);
    expect((await rawRequest("POST", "/logout", { "Sec-Fetch-Site": "same-origin" })).status).toBe(303);
  });

  it("E6: the twin name of this machine counts as our own outside production", async () => {
    const { port } = new URL(site.url);
    const headers = { Origin: `http://localhost:${port}`, Host: `localhost:${port}` };
    expect((await rawRequest("POST", "/logout", headers)).status).toBe(303);
  });

  it("E6: the payment provider's webhook needs no origin, only its signature", async () => {
    expect((await rawRequest("POST", "/webhooks/stripe", {})).status).toBe(400);
  });

  it.each(["TRACE", "OPTIONS", "PROPFIND"])("%s is not supported", async (method) => {
    expect((await rawRequest(method, "/login", {})).status).toBe(405);
  });
});

describe("headers of every answer", () => {
  it("E7: the policy has a nonce per response, no unsafe source and no framing", async () => {
    const policies = await Promise.all(
      ["/login", "/login", "/no-such-page", "/healthz"].map(
        async (path) => (await site.request(path)).headers.get("Content-Security-Policy") ?? "",
      ),
    );
    const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(policies.length);
    for (const policy of policies) {
      expect(policy).not.toMatch(/unsafe-(inline|eval)/);
      for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "'strict-dynamic'"]) {
        expect(policy).toContain(directive);
      }
      expect(policy).toContain("form-action 'self' https://checkout.stripe.com");
    }
  });

  it("E7: the page's script carries the nonce of its own response", async () => {
    const response = await site.request("/login");
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get("Content-Security-Policy") ?? "")?.[1];
    const body = await response.text();
    expect(nonce).toBeDefined();
    const scripts = body.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(body).not.toMatch(/ style="/);
  });

  it("E7: types are not sniffed, referrers are short, and what runs the site is not told", async () => {
    const { headers } = await site.request("/login");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("X-Powered-By")).toBeNull();
    expect(headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
    // Over plain HTTP the header would lock people out of other things on this machine.
    expect(headers.get("Strict-Transport-Security")).toBeNull();
  });

  it("E7: a page for a signed-in person is stored nowhere", async () => {
    const cookie = await site.signInAs(await createUser(database.db));
    for (const path of ["/me", "/needs", "/no-such-page"]) {
      expect((await site.request(path, { cookie })).headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("E7: built files may be kept for ever, robots.txt may not", async () => {
    const stylesheet = /href="(\/assets\/[^"]+\.css)"/.exec(await (await site.request("/login")).text())?.[1] ?? "";
    expect((await site.request(stylesheet)).headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect((await site.request("/robots.txt")).headers.get("Cache-Control")).toBe("public, max-age=300");
    expect((await site.request("/assets/none.js")).status).toBe(404);
  });
});

describe("over TLS", () => {
  it("E7: HSTS is sent for a year, and cookies are bound to this host", async () => {
    const secure = await startSite(database, { env: { BASE_URL: "https://jiedui.example" } });
    const page = await secure.request("/login");
    const display = await secure.request("/display?display=large");
    const answer = await secure.request("/logout", { form: {}, headers: { Origin: "https://jiedui.example" } });
    await secure.close();
    expect(page.headers.get("Strict-Transport-Security")).toMatch(/^max-age=31536000/);
    expect(display.headers.get("Set-Cookie")).toContain("; Secure");
    expect(answer.headers.get("Set-Cookie")).toMatch(
      /^__Host-session=; Path=\/; SameSite=Lax; Max-Age=0; HttpOnly; Secure$/,
    );
  });
});

describe("the way back after signing in", () => {
  const elsewhere = [
    "https://evil.example",
    "http:evil.example",
    "https:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f/evil.example",
    "/%2fevil.example",
    "/needs/%2f%2fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie:a=b",
    "/needs\r\nX: y",
    "/needs\u0000",
    " /needs",
    "needs",
    "@evil.example",
    "/@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/../evil",
    "/needs/../logout",
    "/logout",
    "/display?display=large",
    "/login",
    "/join",
    "/webhooks/stripe",
    "/api/v1/needs",
    "/assets/x.js",
    "/needs//evil.example",
    `/needs?q=${"x".repeat(3_000)}`,
    "",
    "?q=1",
    "#top",
  ];

  it.each(elsewhere)("E8: %j leads home", (value) => {
    expect(safeNextPath(value, "/fallback")).toBe("/fallback");
  });

  it.each([
    "/",
    "/needs",
    "/needs?q=%E9%A5%AE%E6%B0%B4&page=2",
    "/villages/440783116248/pair",
    "/me/donations",
    "/staff/needs",
  ])("E8: %s is a page of ours", (value) => {
    expect(safeNextPath(value, "/fallback")).toBe(value);
  });

  it.each(["//evil.example", "https://evil.example", "/logout"])("E8: /display does not lead to %s", async (next) => {
    const answer = await site.request(`/display?${new URLSearchParams({ display: "large", next })}`);
    expect(answer.headers.get("Location")).toBe("/");
  });
});

describe("text size and language", () => {
  it("U42: are remembered by a form without JavaScript, and the page comes back in them", async () => {
    const answer = await site.request("/display", { form: { display: "large", lang: "en", next: "/login" } });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("Location")).toBe("/login");
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    const page = await (await site.request("/login", { cookie })).text();
    expect(page).toContain('<html lang="en" data-display="large"');
  });

  it("?lang= changes the page at once and is remembered", async () => {
    const answer = await site.request("/login?lang=en");
    expect(await answer.text()).toContain('<html lang="en"');
    expect(answer.headers.get("Set-Cookie")).toContain("lang=en;");
  });
});

describe("what goes wrong says nothing about the inside", () => {
  const strange = [
    "/no-such-page",
    "/needs/%00",
    "/needs/'%20or%201=1",
    "/%E0%A4%A",
    "/me.data?_routes=routes/x",
    "/donations/1",
    "/x?_data=routes/me",
  ];
  it.each(strange)("E11: GET %s", async (path) => {
    const { status, body } = await rawRequest("GET", path, {});
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/\bat .*\.(ts|js):\d+|\bselect .* from\b|node_modules/i);
  });

  it("E11: a form as long as a book is refused before it is read", async () => {
    const answer = await site.request("/login", { form: { email: "x".repeat(1_000_000) } });
    expect(answer.status).toBe(413);
  });
});

describe("health", () => {
  it("H3: /healthz answers without the database, /readyz asks it", async () => {
    expect(await (await site.request("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await site.request("/readyz")).json()).toEqual({
      isReady: true,
      outbox: { open: 0, oldestSeconds: 0, dead: 0 },
      reconciliation: { oldestHours: null },
    });
  });

  it("H3: without a database the site is alive and not ready", async () => {
    const lost = new URL(database.url);
    lost.pathname = "/no_such_database";
    const broken = await startSite({ url: lost.href });
    const [health, ready] = [await broken.request("/healthz"), await broken.request("/readyz")];
    await broken.close();
    expect(health.status).toBe(200);
    expect(ready.status).toBe(503);
  });
});

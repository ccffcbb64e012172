import { join } from "node:path";
import { findFreePort } from "#scripts/free-port.ts";
import { answersOk, projectFolder, startPart, typescript, waitForPart } from "#scripts/parts.ts";
import type { Running } from "#scripts/running.ts";
import { startTemporarySite } from "#scripts/temporary-site.ts";
import { findNginx, sharedPageHeaders, startNginx, unpackNginx } from "#tests/setup/nginx.ts";
import { compareLoads, compareProcesses, type Figure } from "./compare.ts";

const load = { rounds: 3, seconds: 4, connections: 10 };

/**
 * The public listing as an anonymous visitor gets it.
 *
 * `pages.hot`: `/needs` as served, against Express answering the same bytes from memory.
 * `pages.cold`: the same with the page cache passed by (a parameter no page knows is rendered afresh), against a bare Remix route that
 * renders the same cards from memory.
 * `pages.edge`: `/needs` through nginx with `deploy/nginx/site.conf`, against the same nginx sending the same bytes from a file.
 * `pages.processes`: the page of `pages.cold` from two processes of the site, against one of them alone.
 */
export async function measurePages(running: Running): Promise<Record<string, Figure>> {
  const { site, databaseUrl, startAnother } = await startTemporarySite(running);
  const bare = await startBareServer(running, { site, databaseUrl });
  await checkSameCards(site, bare);
  const figures = {
    ...(await measureEdge(running, site)),
    "pages.hot": await compareLoads({ ours: `${site}/needs`, baseline: `${bare}/bytes` }, load),
    "pages.cold": await compareLoads({ ours: `${site}/needs?fresh=1`, baseline: `${bare}/cards` }, load),
  };
  const urls = [`${site}/needs?fresh=1`, `${await startAnother()}/needs?fresh=1`] as const;
  return { ...figures, "pages.processes": await compareProcesses([...urls], load) };
}

/** Nothing when this machine has no nginx and Debian's package cannot be fetched: said, not guessed. */
async function measureEdge(running: Running, site: string): Promise<Record<string, Figure>> {
  const program = findNginx() ?? (await unpackNginx());
  if (program === null) {
    console.error("pages.edge is not measured: no nginx here, and its package cannot be fetched.");
    return {};
  }
  const page = await fetch(`${site}/needs`, { headers: { ...sharedPageHeaders, "Accept-Encoding": "identity" } });
  const nginx = await startNginx(program, site, Buffer.from(await page.arrayBuffer()));
  running.add(nginx.stop);
  return { "pages.edge": await compareLoads({ ours: `${nginx.url}/needs`, baseline: `${nginx.url}/file.html` }, load) };
}

async function startBareServer(running: Running, given: { site: string; databaseUrl: string }): Promise<string> {
  const port = await findFreePort();
  const part = startPart({
    name: "baseline server",
    words: typescript("tests/bench/bare-server.ts"),
    env: {
      NODE_ENV: "production",
      DATABASE_URL: given.databaseUrl,
      SITE_URL: given.site,
      BARE_PORT: String(port),
    },
    logPath: join(projectFolder, ".cache", "bench-baseline.log"),
  });
  running.add(() => part.stop());
  const url = `http://127.0.0.1:${port}`;
  await waitForPart(part, () => answersOk(`${url}/cards`));
  return url;
}

/** A baseline that renders something else would flatter or wrong us. */
async function checkSameCards(site: string, bare: string): Promise<void> {
  const codesAt = async (url: string) => {
    const text = await (await fetch(url)).text();
    return [...new Set(text.match(/\/needs\/[0-9A-Z]{5}-[0-9A-Z]{5}/g))].join(" ");
  };
  const [hot, cold, cards, bytes] = await Promise.all(
    [`${site}/needs`, `${site}/needs?fresh=1`, `${bare}/cards`, `${bare}/bytes`].map(codesAt),
  );
  if (!hot || hot !== cold || hot !== cards || hot !== bytes) throw new Error("the baseline shows other cards");
}

import { join } from "node:path";
import { findFreePort } from "#scripts/free-port.ts";
import { answersOk, projectFolder, startPart, typescript, waitForPart } from "#scripts/parts.ts";
import type { Running } from "#scripts/running.ts";
import { startTemporarySite } from "#scripts/temporary-site.ts";
import { compareLoads, type Figure } from "./compare.ts";

const load = { rounds: 3, seconds: 4, connections: 10 };

/**
 * The public listing as an anonymous visitor gets it.
 *
 * `pages.hot`: `/needs` as served, against Express answering the same bytes from memory.
 * `pages.cold`: the same with the page cache passed by (a parameter no page knows is rendered afresh), against a bare Remix route that
 * renders the same cards from memory.
 */
export async function measurePages(running: Running): Promise<Record<"pages.hot" | "pages.cold", Figure>> {
  const { site, databaseUrl } = await startTemporarySite(running);
  const bare = await startBareServer(running, { site, databaseUrl });
  await checkSameCards(site, bare);
  return {
    "pages.hot": await compareLoads({ ours: `${site}/needs`, baseline: `${bare}/bytes` }, load),
    "pages.cold": await compareLoads({ ours: `${site}/needs?fresh=1`, baseline: `${bare}/cards` }, load),
  };
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

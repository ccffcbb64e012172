import { writeFileSync } from "node:fs";
import type { Running } from "#scripts/running.ts";
import { startTemporarySite } from "#scripts/temporary-site.ts";

export type OwnSite = {
  siteUrl: string;
  databaseUrl: string;
  /** Moves the clock of all its processes to the real time plus so many days; sessions end, as they would. */
  moveClockDays: (days: number) => void;
  end: () => Promise<void>;
};

const dayMs = 86_400_000;

/**
 * A whole site for one test file: for stories in which days pass, because moving the clock of the shared site would end the sessions of
 * the tests beside it.
 */
export async function startOwnSite(): Promise<OwnSite> {
  const ends: (() => Promise<void>)[] = [];
  const endAll = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  const finish = async (_exitCode: number, reason?: string) => {
    await endAll();
    if (reason !== undefined) throw new Error(reason);
  };
  const running: Running = { add: (end) => void ends.push(end), endAll, finish };
  try {
    const site = await startTemporarySite(running);
    return {
      siteUrl: site.site,
      databaseUrl: site.databaseUrl,
      moveClockDays: (days) => writeFileSync(site.clockOffsetFile, String(days * dayMs)),
      end: endAll,
    };
  } catch (failure) {
    await endAll();
    throw failure;
  }
}

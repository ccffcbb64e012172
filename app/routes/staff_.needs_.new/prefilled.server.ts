import { dayInChina } from "#app/domain/clock.ts";
import { checklistItems, needCategoryOfGap } from "#app/domain/household-monitoring/household-monitoring.ts";
import { listChecklists } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { isId } from "#app/domain/ids.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";
import type { NeedValues } from "./need-values.ts";

/**
 * What a need for a gap of the checklist starts from (S15, 缺啥补啥): its category and title, and for the verifiers what the allowance pays
 * already. The household itself is asked for in the officer's scope by the page.
 */
export async function prefilledFor(services: Services, t: Messages, url: URL): Promise<NeedValues> {
  const item = checklistItems.find((one) => one === url.searchParams.get("gap"));
  const householdId = url.searchParams.get("household") ?? "";
  if (item === undefined || !isId(householdId)) return {};
  const year = Number(dayInChina(services.clock.now()).slice(0, 4));
  const [latest] = await listChecklists(services.db, { householdId });
  if (latest === undefined || latest.year !== year || latest[item]) return {};
  const words = t.monitoring;
  return {
    category: needCategoryOfGap[item],
    title: words.need.titles[item],
    staffNote: words.need.staffNote(year, words.items[item], words.allowances[latest.allowance]),
  };
}

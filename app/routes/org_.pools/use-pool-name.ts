import { useMessages } from "#app/i18n/use-messages.ts";

/** What a pool is called: its village, its household by the public code, or its category. */
export function usePoolName() {
  const t = useMessages();
  const categories: Readonly<Record<string, string>> = t.needWords.categories;
  return (pool: { kind: string; name: string; regionName: string | null }): string => {
    if (pool.kind === "category_pool") return t.pools.poolName.category(categories[pool.name] ?? pool.name);
    if (pool.kind === "household_pool") return t.pools.poolName.household(pool.name);
    return pool.regionName === null ? pool.name : t.pools.poolName.village(pool.regionName);
  };
}

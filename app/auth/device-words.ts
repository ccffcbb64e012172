/** In the order in which they are looked for: many browsers also name others. */
const browsers = [
  ["MicroMessenger", "WeChat"],
  ["Edg", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["HuaweiBrowser", "Huawei"],
  ["MiuiBrowser", "MIUI"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["OpenHarmony", "HarmonyOS"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["Linux", "Linux"],
] as const;

/**
 * Browser and system in two words, so that somebody recognises an own device: `Chrome · Windows`. Of the rest of what the browser tells
 * nothing is kept. Empty when neither is known.
 */
export function deviceWords(userAgent: string | undefined): string {
  const text = (userAgent ?? "").slice(0, 500);
  const nameIn = (table: readonly (readonly [string, string])[]) => table.find(([mark]) => text.includes(mark))?.[1];
  return [nameIn(browsers), nameIn(systems)].filter((word) => word !== undefined).join(" · ");
}

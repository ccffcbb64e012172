import { pinyin } from "pinyin-pro";

/** How a name sounds, without tones: 梁家明 and 粱佳铭 are both "liang jia ming". A surname is read as one (单 → shan). */
export function nameSound(name: string): string {
  return pinyin(name.normalize("NFKC").replace(/[\s·]/gu, ""), { toneType: "none", surname: "head", v: true })
    .toLowerCase()
    .trim();
}

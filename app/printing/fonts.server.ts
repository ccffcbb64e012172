import { createRequire } from "node:module";
import { Font } from "@react-pdf/renderer";
import { piecesOf } from "./line-breaks.ts";

/** Noto Sans SC from a package: all characters of GB 18030's levels 1 and 2 and those of most rare names. Nothing is fetched. */
export const fontFamily = "Noto Sans SC";
const folder = "@expo-google-fonts/noto-sans-sc";
const { resolve } = createRequire(import.meta.url);

let characters: ReadonlySet<number> | null = null;

/** Makes the font and the line-breaking rule known to the renderer; the second call does nothing. */
export async function loadFonts(): Promise<ReadonlySet<number>> {
  if (characters !== null) return characters;
  Font.register({
    family: fontFamily,
    fonts: [
      { src: resolve(`${folder}/400Regular/NotoSansSC_400Regular.ttf`), fontWeight: 400 },
      { src: resolve(`${folder}/700Bold/NotoSansSC_700Bold.ttf`), fontWeight: 700 },
    ],
  });
  // An empty piece is a place where the renderer may break without setting a hyphen.
  Font.registerHyphenationCallback((word) =>
    piecesOf(word).flatMap((piece, index) => (index === 0 ? [piece] : ["", piece])),
  );
  await Font.load({ fontFamily, fontWeight: 400 });
  await Font.load({ fontFamily, fontWeight: 700 });
  const data: unknown = Font.getRegisteredFonts()[fontFamily]?.sources[0]?.data;
  characters = new Set(characterSetOf(data));
  return characters;
}

function characterSetOf(font: unknown): number[] {
  if (typeof font !== "object" || font === null || !("characterSet" in font) || !Array.isArray(font.characterSet))
    throw new Error("the font of printed documents did not load");
  return font.characterSet.filter((code) => typeof code === "number");
}

/** What the font cannot draw stands as its code number, 〔U+20BB7〕: better than an empty box, which could be anybody's name. */
export function replaceMissing(text: string, known: ReadonlySet<number>): string {
  let shown = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isDrawn = known.has(code) || character === "\n";
    shown += isDrawn ? character : `〔U+${code.toString(16).toUpperCase().padStart(4, "0")}〕`;
  }
  return shown;
}

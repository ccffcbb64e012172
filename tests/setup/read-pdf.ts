import { getDocumentProxy } from "unpdf";

export type ReadPdf = {
  /** The lines of every page as a reader sees them, top to bottom; pieces on one height are one line, left to right. */
  pages: string[][];
  title: string;
};

/** Reads a PDF back: what is not in it as text was not printed as text. */
export async function readPdf(file: Uint8Array): Promise<ReadPdf> {
  // The reader takes the bytes away from whoever gave them.
  const pdf = await getDocumentProxy(new Uint8Array(file));
  const pages: string[][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item) => {
      if (!("str" in item) || item.str.trim() === "") return [];
      const [, , , , x = 0, y = 0] = item.transform.map(Number);
      return [{ text: item.str.replaceAll("\u00a0", " "), x, end: x + item.width, y: Math.round(y) }];
    });
    const heights = [...new Set(pieces.map((piece) => piece.y))].sort((a, b) => b - a);
    pages.push(heights.map((y) => joined(pieces.filter((piece) => piece.y === y))));
  }
  const { info } = await pdf.getMetadata();
  return { pages, title: "Title" in info ? String(info.Title) : "" };
}

/** A gap wider than a thin space parts two columns; without one it is the same text, set in pieces. */
function joined(pieces: { text: string; x: number; end: number }[]): string {
  let end = 0;
  let line = "";
  for (const piece of pieces.sort((a, b) => a.x - b.x)) {
    line += line !== "" && piece.x - end > 2 ? ` ${piece.text}` : piece.text;
    end = piece.end;
  }
  return line;
}

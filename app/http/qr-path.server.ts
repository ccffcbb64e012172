import { create } from "qrcode";

const quietZone = 4;

/** A QR code as one SVG path of horizontal strokes, and the side of its view box: smaller than an image, sharp in print. */
export function qrPathOf(text: string): { path: string; size: number } {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const strokes: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; ) {
      let length = 0;
      while (column + length < modules.size && modules.get(row, column + length)) length += 1;
      if (length > 0) strokes.push(`M${column + quietZone} ${row + quietZone + 0.5}h${length}`);
      column += Math.max(length, 1);
    }
  }
  return { path: strokes.join(""), size: modules.size + 2 * quietZone };
}

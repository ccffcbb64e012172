/**
 * What a picture looks like as 64 bits (pHash): of the grey picture, shrunk to 32 × 32, the 8 × 8 lowest frequencies of its cosine transform,
 * each above or below their median. Resizing and compressing again change few bits; another picture differs in about half. Crops change many,
 * so a picture keeps hashes of its own crops as well, and a cropped copy meets one of those (D7).
 */
const side = 32;
const low = 8;

/** Below this spread of grey there is nothing to compare: a blank wall looks like every other. */
const flatSpread = 6;

type Window = { readonly left: number; readonly top: number; readonly size: number };

/** The whole, then its middle and its corners, as shares of the side. */
const windows: readonly Window[] = [
  { left: 0, top: 0, size: 1 },
  { left: 0.04, top: 0.04, size: 0.92 },
  { left: 0.08, top: 0.08, size: 0.84 },
  { left: 0, top: 0, size: 0.9 },
  { left: 0.1, top: 0, size: 0.9 },
  { left: 0, top: 0.1, size: 0.9 },
  { left: 0.1, top: 0.1, size: 0.9 },
];

const cosines = Array.from({ length: low }, (_, frequency) =>
  Array.from({ length: side }, (__, place) => Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * side))),
);

/**
 * The hashes of a grey picture of `width` × `width` pixels, one byte each, as 16 hex digits: the whole first, then its crops. Null where the
 * picture is too flat to say anything.
 */
export function hashesOfGrey(grey: Uint8Array, width: number): string[] | null {
  const whole = shrink(grey, width, { left: 0, top: 0, size: 1 });
  const mean = whole.reduce((sum, value) => sum + value, 0) / whole.length;
  const spread = Math.sqrt(whole.reduce((sum, value) => sum + (value - mean) ** 2, 0) / whole.length);
  if (spread < flatSpread) return null;
  return windows.map((window) => hashOf(shrink(grey, width, window)));
}

/** The window averaged down to 32 × 32. */
function shrink(grey: Uint8Array, width: number, { left, top, size }: Window): number[] {
  const cell = (width * size) / side;
  return Array.from({ length: side * side }, (_, index) => {
    const fromX = Math.floor(left * width + (index % side) * cell);
    const fromY = Math.floor(top * width + Math.floor(index / side) * cell);
    const toX = Math.max(fromX + 1, Math.floor(left * width + ((index % side) + 1) * cell));
    const toY = Math.max(fromY + 1, Math.floor(top * width + (Math.floor(index / side) + 1) * cell));
    let sum = 0;
    for (let y = fromY; y < toY; y++) for (let x = fromX; x < toX; x++) sum += grey[y * width + x] ?? 0;
    return sum / ((toX - fromX) * (toY - fromY));
  });
}

function hashOf(pixels: readonly number[]): string {
  const rows = cosines.map((cosine) =>
    Array.from({ length: side }, (_, y) =>
      cosine.reduce((sum, value, x) => sum + value * (pixels[y * side + x] ?? 0), 0),
    ),
  );
  const frequencies = cosines.flatMap((cosine) =>
    rows.map((row) => cosine.reduce((sum, value, y) => sum + value * (row[y] ?? 0), 0)),
  );
  // The first is the mean brightness: it says nothing about the picture.
  const sorted = frequencies.slice(1).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const bits = frequencies.map((value, index) => (index > 0 && value > median ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

/** How many of the 64 bits differ. */
export function hashDistance(one: string, other: string): number {
  const different = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  return [...different.toString(2)].filter((bit) => bit === "1").length;
}

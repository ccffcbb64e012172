import sharp from "sharp";

/** A number between 0 and 1 that looks random and is always the same. */
function noise(seed: number, n: number): number {
  const value = Math.sin(seed * 127.1 + n * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

/** A drawn picture with enough in it to be recognised, 1000 × 700; another `seed` is another picture. */
export function drawScene(seed: number): Promise<Buffer> {
  const shapes = Array.from({ length: 14 }, (_, index) => {
    const at = (n: number) => noise(seed, index * 10 + n);
    const [x, y, size, grey] = [at(0) * 900, at(1) * 600, 60 + at(2) * 260, Math.round(at(3) * 255)];
    return index % 2 === 0
      ? `<rect x="${x}" y="${y}" width="${size * 1.4}" height="${size}" fill="rgb(${grey},${grey},${255 - grey})"/>`
      : `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="rgb(${255 - grey},${grey},${grey})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="700"><rect width="1000" height="700" fill="#8a8"/>${shapes.join("")}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}

import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { sameLookDistance } from "#app/domain/reasonable-needs/reasonable-need.ts";
import { drawScene } from "#tests/setup/scene-picture.ts";
import { hashDistance } from "./picture-hash.ts";
import { processImage } from "./process-image.server.ts";

async function hashesOf(bytes: Buffer): Promise<string[]> {
  const image = await processImage(bytes);
  if (!image.ok || image.value.perceptualHashes === null) throw new Error("no hashes");
  return image.value.perceptualHashes;
}

/** As `look_alike` in PostgreSQL. */
function distance(one: readonly string[], other: readonly string[]): number {
  const [wholeOne = "", wholeOther = ""] = [one[0], other[0]];
  return Math.min(
    ...other.map((hash) => hashDistance(wholeOne, hash)),
    ...one.map((hash) => hashDistance(wholeOther, hash)),
  );
}

describe("what a picture looks like", () => {
  it.each([
    ["resized", (picture: Sharp) => picture.resize({ width: 420 })],
    ["compressed again", (picture: Sharp) => picture.jpeg({ quality: 25 })],
    ["lightened", (picture: Sharp) => picture.modulate({ brightness: 1.15 })],
    ["as PNG", (picture: Sharp) => picture.png()],
    ["cropped by 4 %", (picture: Sharp) => picture.extract({ left: 40, top: 28, width: 920, height: 644 })],
    ["cropped at one corner", (picture: Sharp) => picture.extract({ left: 90, top: 60, width: 910, height: 640 })],
    ["cropped at another corner", (picture: Sharp) => picture.extract({ left: 0, top: 0, width: 900, height: 630 })],
  ])("D7: a photo %s is known again", async (_, change) => {
    for (const seed of [1, 2, 3]) {
      const original = await drawScene(seed);
      const changed = await change(sharp(original)).toBuffer();
      expect(distance(await hashesOf(original), await hashesOf(changed)), `scene ${seed}`).toBeLessThanOrEqual(
        sameLookDistance,
      );
    }
  });

  it("D7: other photos are not taken for it", async () => {
    const all = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(async (seed) => hashesOf(await drawScene(seed))));
    const distances = all.flatMap((one, index) => all.slice(index + 1).map((other) => distance(one, other)));
    expect(Math.min(...distances)).toBeGreaterThan(sameLookDistance);
  });

  it("D7: a picture without anything in it is compared with nothing", async () => {
    const flat = await sharp({ create: { width: 400, height: 300, channels: 3, background: "#7a5" } })
      .jpeg()
      .toBuffer();
    expect(await processImage(flat)).toMatchObject({ ok: true, value: { perceptualHashes: null } });
  });
});

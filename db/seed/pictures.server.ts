import { createHash } from "node:crypto";
import sharp from "sharp";
import type { FileStore } from "#app/files/file-store.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { files } from "#db/schema/files.server.ts";
import { createRandom, type Random } from "./random.ts";
import { drawScene } from "./scene-drawing.ts";

export const scenes = [
  "well",
  "lamp",
  "road",
  "bridge",
  "school",
  "field",
  "orchard",
  "house",
  "clinic",
  "hall",
  "bees",
  "market",
  "paper",
] as const;
export type Scene = (typeof scenes)[number];

/** Morning, noon, late light: the same village looks different on two cards. */
const variantCount = 3;
const widthPixels = 1200;
const heightPixels = 800;

export type SeededPictures = {
  /** A picture of the scene; asking again gives the next variant. */
  next: (scene: Scene) => string;
};

/**
 * Draws calm pictures without people and keeps them in the file store as JPEG, the way uploads are kept. Keys come from the seed, so a
 * second try after a cut-off start overwrites its own files. Call it before the transaction: drawing takes seconds.
 */
export async function drawPictures(store: FileStore): Promise<readonly DrawnPicture[]> {
  const random = createRandom(772);
  const wanted = scenes.flatMap((scene) =>
    Array.from({ length: variantCount }, (_, variant) => ({
      scene,
      variant,
      id: random.id(),
      seed: random.int(1, 1e9),
    })),
  );
  const drawn: DrawnPicture[] = [];
  // Two at a time: sharp uses threads of its own.
  for (let start = 0; start < wanted.length; start += 2) {
    drawn.push(
      ...(await Promise.all(
        wanted.slice(start, start + 2).map(async ({ scene, variant, id, seed }) => {
          const svg = drawScene(scene, variant, widthPixels, heightPixels, createRandom(seed));
          const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
          const storageKey = `${id}.jpg`;
          await store.write(storageKey, bytes);
          const sha256 = createHash("sha256").update(bytes).digest("hex");
          return { scene, id, storageKey, sizeBytes: bytes.length, sha256 };
        }),
      )),
    );
  }
  return drawn;
}

export type DrawnPicture = { scene: Scene; id: string; storageKey: string; sizeBytes: number; sha256: string };

/**
 * Registers pictures: one file row per use, because who may see a file is asked of the record it hangs on. The bytes of a use are its own
 * copy, too, so that removing one picture never empties another card.
 */
export async function registerPictures(
  db: DbOrTx,
  drawn: readonly DrawnPicture[],
  uses: readonly { scene: Scene; isPublic: boolean; at: Date }[],
  store: FileStore,
  random: Random,
): Promise<string[]> {
  const turn = new Map<Scene, number>();
  const rows = uses.map((use) => {
    const variants = drawn.filter((picture) => picture.scene === use.scene);
    const index = turn.get(use.scene) ?? 0;
    turn.set(use.scene, index + 1);
    const picture = variants[index % variants.length];
    if (!picture) throw new RangeError(`no picture of ${use.scene}`);
    return { picture, id: random.id(), use };
  });
  for (const { picture, id } of rows) {
    const bytes = await store.read(picture.storageKey);
    if (bytes) await store.write(`${id}.jpg`, bytes);
  }
  await db.insert(files).values(
    rows.map(({ picture, id, use }) => ({
      id,
      storageKey: `${id}.jpg`,
      mediaType: "image/jpeg",
      sizeBytes: picture.sizeBytes,
      widthPixels,
      heightPixels,
      sha256: picture.sha256,
      isPublic: use.isPublic,
      createdAt: use.at,
    })),
  );
  return rows.map((row) => row.id);
}

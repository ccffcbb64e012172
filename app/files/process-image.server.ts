import sharp from "sharp";
import { err, ok, type Result } from "#app/domain/result.ts";
import { inImageQueue } from "./image-queue.server.ts";
import { hashesOfGrey } from "./picture-hash.ts";

export const imageLimits = { sizeBytes: 10 * 1024 * 1024, pixels: 40_000_000, filesPerForm: 10 } as const;

export type ProcessedImage = {
  bytes: Buffer;
  mediaType: "image/jpeg";
  widthPixels: number;
  heightPixels: number;
  /** What it looks like (D7); null where it is too flat to compare. */
  perceptualHashes: string[] | null;
};

/** Side of the grey picture the hashes are taken from. */
const greySide = 160;

/** JPEG, PNG and WebP by their first bytes; sharp would also take SVG, which can carry scripts. */
function isAllowedFormat(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return (
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("\x89PNG\r\n\x1a\n") ||
    (text.startsWith("RIFF") && text.slice(8) === "WEBP")
  );
}

/**
 * Decodes and re-encodes a picture to JPEG of at most 1600 px, turned upright; EXIF, XMP and GPS are dropped because nothing keeps
 * them (G1). Returns `unsupported` for other formats, `too_large` beyond 10 MB or 40 megapixels, `damaged` when it cannot be decoded.
 */
export async function processImage(
  bytes: Uint8Array,
): Promise<Result<ProcessedImage, "unsupported" | "too_large" | "damaged">> {
  if (bytes.length > imageLimits.sizeBytes) return err("too_large");
  if (!isAllowedFormat(bytes)) return err("unsupported");
  return inImageQueue(() => reencode(bytes));
}

async function reencode(bytes: Uint8Array): Promise<Result<ProcessedImage, "too_large" | "damaged">> {
  try {
    const image = sharp(bytes, { limitInputPixels: imageLimits.pixels, failOn: "truncated", animated: false });
    const { data, info } = await image
      .timeout({ seconds: 10 })
      .rotate()
      .resize({ width: 1600, height: 1600, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 80, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    const perceptualHashes = await perceptualHashesOf(data);
    return ok({
      bytes: data,
      mediaType: "image/jpeg",
      widthPixels: info.width,
      heightPixels: info.height,
      perceptualHashes,
    });
  } catch (error) {
    return err(error instanceof Error && error.message.includes("pixel limit") ? "too_large" : "damaged");
  }
}

/** Of the stored picture, not of the upload: turned upright, so that the same photo turned by its EXIF is the same. */
async function perceptualHashesOf(jpeg: Buffer): Promise<string[] | null> {
  const grey = await sharp(jpeg)
    .greyscale()
    .resize({ width: greySide, height: greySide, fit: "fill" })
    .raw()
    .toBuffer();
  return hashesOfGrey(grey, greySide);
}

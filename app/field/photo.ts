import { sentPhotoLimits } from "#app/domain/visits/visit.ts";

/** The picture drawn anew on a canvas: smaller, upright, and without anything but its pixels: no position, no camera (U36, G1). */
export async function shrinkPhoto(file: Blob): Promise<Blob | null> {
  const image = await decode(file).catch(() => null);
  if (image === null) return null;
  const { sizeBytes, sidePixels } = sentPhotoLimits;
  for (const side of [sidePixels, 1280, 1024, 800, 640]) {
    const canvas = draw(image, side);
    if (canvas === null) return null;
    for (const quality of [0.82, 0.7, 0.55, 0.4]) {
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob !== null && blob.size > 0 && blob.size <= sizeBytes) return blob;
    }
  }
  return null;
}

function draw(image: ImageBitmap | HTMLImageElement, side: number): HTMLCanvasElement | null {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if ("createImageBitmap" in globalThis) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (bitmap !== null) return bitmap;
  }
  const address = await dataAddress(file);
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("no picture"));
    image.src = address;
  });
}

/** The CSP allows pictures as data, not as blobs. */
export function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}

import {
  isMultipartRequest,
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  parseMultipartRequest,
} from "@remix-run/multipart-parser";
import { imageLimits } from "#app/files/process-image.server.ts";

export type FormWithPictures = {
  /** The text fields: what a schema reads and a refused form gives back. */
  formData: FormData;
  /** The chosen files of all file fields, in order; an empty file field is none. */
  pictures: Uint8Array[];
  /** Why not all files were read; the text fields that came before are there. A code for the message beside the field. */
  uploadError: "photo_too_large" | "too_many_photos" | null;
};

export type FormWithFile = {
  formData: FormData;
  /** The one chosen file; null when none was. */
  file: { name: string; bytes: Uint8Array } | null;
  isTooLarge: boolean;
};

/** Reads a form with one file of another kind, up to `maxBytes`. Beyond that nothing more is read; fields before the file are there. */
export async function readFormWithFile(request: Request, maxBytes: number): Promise<FormWithFile> {
  if (!isMultipartRequest(request)) return { formData: await request.formData(), file: null, isTooLarge: false };
  const formData = new FormData();
  if (Number(request.headers.get("content-length")) > maxBytes + 1024 * 1024) {
    await drain(request, maxBytes * 5);
    return { formData, file: null, isTooLarge: true };
  }
  let file: FormWithFile["file"] = null;
  try {
    const fileLimits = { maxFileSize: maxBytes, maxTotalSize: maxBytes + 1024 * 1024, maxParts: 100 };
    for await (const part of parseMultipartRequest(request, fileLimits)) {
      if (!part.isFile) {
        if (part.name) formData.append(part.name, part.text);
      } else if (file === null && part.filename) {
        file = { name: part.filename, bytes: part.bytes };
      }
    }
  } catch (error) {
    if (!(error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError)) throw error;
    return { formData, file: null, isTooLarge: true };
  }
  return { formData, file, isTooLarge: false };
}

/** Reads on without keeping anything: a browser that is still sending when it is answered shows a broken connection, not the answer. */
async function drain(request: Request, maxBytes: number): Promise<void> {
  const reader = request.body?.getReader();
  let read = 0;
  for (let part = await reader?.read(); part && !part.done && read < maxBytes; part = await reader?.read()) {
    read += part.value.byteLength;
  }
}

const limits = {
  maxFileSize: imageLimits.sizeBytes,
  maxTotalSize: imageLimits.filesPerForm * imageLimits.sizeBytes + 1024 * 1024,
  maxParts: 1000,
};

/**
 * Reads a form that may carry pictures, part by part with limits: at most 10 files of 10 MB (G1). Beyond a limit nothing more is read, but
 * what was typed is kept: in our forms the file field comes last. A form without files is read as usual; a broken body throws.
 */
export async function readFormWithPictures(request: Request): Promise<FormWithPictures> {
  if (!isMultipartRequest(request)) return { formData: await request.formData(), pictures: [], uploadError: null };
  const formData = new FormData();
  const pictures: Uint8Array[] = [];
  try {
    for await (const part of parseMultipartRequest(request, limits)) {
      if (!part.isFile) {
        if (part.name) formData.append(part.name, part.text);
        continue;
      }
      // A browser sends an empty file field as one file without name or bytes.
      if (part.size === 0 && !part.filename) continue;
      if (pictures.length === imageLimits.filesPerForm)
        return { formData, pictures: [], uploadError: "too_many_photos" };
      pictures.push(part.bytes);
    }
  } catch (error) {
    if (!(error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError)) throw error;
    return { formData, pictures: [], uploadError: "photo_too_large" };
  }
  return { formData, pictures, uploadError: null };
}

import { readFileSync } from "node:fs";

export type Clock = () => Date;

/**
 * The clock of a stand-in process. With a file, the real time is moved by the whole number of milliseconds the file holds, so that
 * a demo or a chaos run jumps every process at once by writing one number. A missing or unreadable file means no offset.
 */
export function clockWithOffset(offsetFile: string | undefined): Clock {
  if (!offsetFile) return () => new Date();
  return () => new Date(Date.now() + readOffsetMs(offsetFile));
}

function readOffsetMs(file: string): number {
  try {
    const text = readFileSync(file, "utf8").trim();
    return /^-?\d{1,15}$/.test(text) ? Number(text) : 0;
  } catch {
    return 0;
  }
}

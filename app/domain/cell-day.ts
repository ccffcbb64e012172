/** Days as tables write them: of registers and of bank statements. What cannot be read for certain is no day. */
import { type Cell, textOf } from "./cell.ts";
import { isRealDay } from "./form-fields.ts";

const firstSerial = 1;
const lastSerial = 2_958_465;
const dayMs = 86_400_000;

/** The day of a spreadsheet's serial number (1 = 1900-01-01, with the 29th of February 1900 that never was). */
export function dayOfSerial(serial: number): string | undefined {
  const whole = Math.floor(serial);
  if (!Number.isFinite(serial) || whole < firstSerial || whole > lastSerial || whole === 60) return undefined;
  const day = new Date(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * dayMs).toISOString().slice(0, 10);
  return isRealDay(day) ? day : undefined;
}

/**
 * A day: 1980-01-01, 1980/1/1, 1980.1.1, 1980年1月1日, 19800101, a serial number as number or text, a date cell. With `isMonthEnough` a
 * year and month, or a year, count from their first day.
 */
export function readDay(cell: Cell, { isMonthEnough = false } = {}): string | undefined {
  if (cell !== null && typeof cell === "object") return isRealDay(cell.day) ? cell.day : undefined;
  const text = textOf(cell).replace(/[ T]00?:00(?::00(?:\.0+)?)?Z?$/, "");
  if (/^\d{8}$/.test(text)) return realDay(text.slice(0, 4), text.slice(4, 6), text.slice(6));
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (parts) return realDay(parts[1], parts[2], parts[3]);
  if (isMonthEnough) {
    const month = /^(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))$/.exec(text);
    if (month) return realDay(month[1], month[2] ?? month[3], "1");
    const year = /^((?:19|20)\d\d)年?$/.exec(text);
    if (year) return realDay(year[1], "1", "1");
  }
  return /^\d{5}(?:\.0+)?$/.test(text) ? dayOfSerial(Number(text)) : undefined;
}

function realDay(year = "", month = "", date = ""): string | undefined {
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isRealDay(day) ? day : undefined;
}

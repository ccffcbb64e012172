import { z } from "zod";
import { calendarDay, rowId } from "../form-fields.ts";

/** Which charity's journal, from which day to which. */
export const journalForm = z
  .object({ charity: rowId(), from: calendarDay(), to: calendarDay() })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "endsBeforeItBegins" });

import { createContext } from "react";

/** The id of this request in the log. A failed page shows its beginning, so that a caller's number finds the line (U44). */
export const RequestIdContext = createContext("");

import { createContext } from "react";

/** The status this page is sent with. A refused form is 422: its title then starts with 错误： (U7). */
export const ResponseStatusContext = createContext(200);

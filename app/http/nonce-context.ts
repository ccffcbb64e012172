import { createContext, useContext } from "react";

/** The CSP nonce of this response; scripts without it do not run (E7). */
export const NonceContext = createContext("");

export function useNonce(): string {
  return useContext(NonceContext);
}

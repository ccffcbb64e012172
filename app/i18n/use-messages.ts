import { createContext, useContext } from "react";
import { catalogOf, type Messages } from "./catalog.ts";
import { defaultLocale, type Locale } from "./locale.ts";

export const LocaleContext = createContext<Locale>(defaultLocale);

/** The texts of the page's language: `const t = useMessages(); t.common.siteName`. */
export function useMessages(): Messages {
  return catalogOf(useContext(LocaleContext));
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

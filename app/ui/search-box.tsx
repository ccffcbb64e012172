import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Icon } from "./icon.tsx";

type SearchBoxProps = {
  /** What is searched, e.g. 搜索需求; said to readers and shown as the label. */
  label: string;
  action: string;
  text: string;
  placeholder?: string;
  /** Filters in use, kept by the search: hidden inputs. */
  children?: ReactNode;
  /** Larger, on the home page. */
  isLarge?: boolean;
};

/** A search by GET: the words are in the address (U16). */
export function SearchBox({ label, action, text, placeholder, children, isLarge }: SearchBoxProps) {
  const t = useMessages();
  return (
    <Form role="search" method="get" action={action} className={isLarge ? "search-box search-box-large" : "search-box"}>
      {children}
      <label className="min-w-0 flex-1">
        <span className="sr-only">{label}</span>
        <input
          type="search"
          name="q"
          defaultValue={text}
          placeholder={placeholder ?? label}
          enterKeyHint="search"
          className="field-input"
        />
      </label>
      <button type="submit" className="button">
        <Icon name="search" />
        {t.common.search}
      </button>
    </Form>
  );
}

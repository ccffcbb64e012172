import type { FieldMetadata } from "@conform-to/react";

/** What the boxes of the need form hold: text, as typed. */
export type ItemValues = { id?: string; name?: string; unit?: string; quantity?: string; unitPriceFen?: string };

export type NeedValues = {
  type?: string;
  category?: string;
  title?: string;
  summary?: string;
  story?: string;
  staffNote?: string;
  neededBy?: string;
  version?: string;
  items?: ItemValues[];
};

export type NeedFields = Required<{ [Key in keyof NeedValues]: FieldMetadata<NeedValues[Key], NeedValues, string[]> }>;

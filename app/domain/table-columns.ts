/**
 * Which field each column of an uploaded table holds, as a person or the heads say it: the columns of every field, and fields that two columns
 * claim. The first of these keeps it, unless the field may be spread over many columns.
 */
export function claimColumns<Field extends string>(
  fields: readonly (Field | null)[],
  manyColumns: readonly Field[],
): { columns: Partial<Record<Field, number[]>>; claimedTwice: Field[] } {
  const columns: Partial<Record<Field, number[]>> = {};
  const claimedTwice: Field[] = [];
  fields.forEach((field, index) => {
    if (field === null) return;
    const found = columns[field];
    if (found === undefined) columns[field] = [index];
    else if (manyColumns.includes(field)) found.push(index);
    else claimedTwice.push(field);
  });
  return { columns, claimedTwice };
}

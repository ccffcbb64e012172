const endings = /(?:自治区|自治州|自治县|街道|社区|省|市|县|区|镇|乡|村)$/u;

/**
 * Everything a place is called: names from the province down in one line (so that each name and the whole address stand in it), the same
 * without their endings (开平赤水), the bureau's own name and the codes of every level.
 */
export function placeWords(place: { names: readonly string[]; officialName: string; regionCode: string }): string {
  const withoutEndings = place.names.map((name) => {
    const short = name.replace(endings, "");
    return [...short].length >= 2 ? short : name;
  });
  return [place.names.join(""), withoutEndings.join(""), place.officialName, place.regionCode].join(" ");
}

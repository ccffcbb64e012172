/** May not begin a line (避头): closing marks, and what belongs to the character before it. */
const neverFirst = new Set("\u00a0、。，．：；！？）」』】〕〉》〗〙”’…—～·％‰℃々ー,.;:!?)]}%");
/** May not end a line (避尾): opening marks and currency signs. */
const neverLast = new Set("（「『【〔〈《〖〘“‘([{¥￥$#");

/** Letters and digits without a space that are longer than this are broken anywhere: an address or a code must not run off the page. */
const longestWord = 24;

/**
 * Where a line of Chinese may break (避头尾): between any two characters, but never before a closing mark, never after an opening one, and
 * never inside a word of letters or a number. Returns the pieces that stay together; joined they are the text.
 */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  let before = "";
  for (const character of text) {
    if (piece !== "" && mayBreakBetween(before, character, piece)) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
    before = character;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/**
 * Between Chinese characters the renderer takes every space for the best place to break and leaves half a line empty. A no-break space is a
 * character like others, after which `piecesOf` lets a line end.
 */
export function spacesOf(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text.replaceAll(" ", "\u00a0") : text;
}

function mayBreakBetween(before: string, after: string, piece: string): boolean {
  if (neverLast.has(before) || /^\p{M}$/u.test(after)) return false;
  if (isOfWord(before) && (isOfWord(after) || neverFirst.has(after))) return piece.length >= longestWord;
  return !neverFirst.has(after);
}

function isOfWord(character: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_/.,:@&=?+'-]$/u.test(character);
}

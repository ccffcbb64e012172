import { Fragment } from "react";

export type MarkedPieces = readonly { readonly text: string; readonly isHit: boolean }[];

type MarkedProps = {
  text: string;
  /** The text in pieces, those that were searched for as hits; without it nothing is marked. */
  marks?: MarkedPieces;
};

/** A text with what was searched for marked. Pieces are text, so nothing in them is ever markup. */
export function Marked({ text, marks }: MarkedProps) {
  if (!marks?.some((piece) => piece.isHit)) return text;
  let position = 0;
  return (
    <>
      {marks.map((piece) => {
        const key = position;
        position += piece.text.length;
        return piece.isHit ? <mark key={key}>{piece.text}</mark> : <Fragment key={key}>{piece.text}</Fragment>;
      })}
    </>
  );
}

import { Transform } from "node:stream";

/**
 * Takes zero bytes out of rendered HTML. React 18.3.1 writes text through a buffer of 2,048 bytes; where a Chinese character does not
 * fit into the last one or two of them, it sends these as zeros, and browsers show `��` inside attributes. HTML has no zero bytes of
 * its own, so none is missed. (React 19 writes only the filled part.)
 */
export function dropNullBytes(): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}

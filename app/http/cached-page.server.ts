import { createHash } from "node:crypto";
import { constants, crc32, deflateRawSync } from "node:zlib";

/** A rendered page, cut where a nonce belongs, so that every visitor gets another nonce in the same bytes (E7). */
export type CachedPage = {
  readonly parts: readonly Buffer[];
  readonly contentType: string;
  /** Weak: the nonce differs from response to response, the content does not. */
  readonly etag: string;
  /** Bytes without nonces, for the size limit. */
  readonly size: number;
  deflated: readonly Buffer[] | null;
};

/** Cuts a page that was rendered with `placeholder` in the place of the nonce. */
export function cutPage(body: Buffer, placeholder: string, contentType: string): CachedPage {
  const parts: Buffer[] = [];
  let start = 0;
  for (;;) {
    const found = body.indexOf(placeholder, start);
    parts.push(body.subarray(start, found < 0 ? body.length : found));
    if (found < 0) break;
    start = found + placeholder.length;
  }
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return {
    parts,
    contentType,
    etag: `W/"${hash.digest("base64url").slice(0, 22)}"`,
    size: parts.reduce((sum, part) => sum + part.length, 0),
    deflated: null,
  };
}

/** The page's bytes with a nonce in every gap. */
export function plainBody({ parts }: CachedPage, nonce: string): Buffer {
  return join(parts, Buffer.from(nonce));
}

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** An empty final block. */
const deflateEnd = Buffer.from([3, 0]);

/**
 * The same bytes as gzip, without compressing again: each part was deflated once up to a full flush, so that parts stand alone, and
 * nonces go between them as stored blocks (RFC 1951, 3.2.4). Only the checksum is computed anew.
 */
export function gzipBody(page: CachedPage, nonce: string): Buffer {
  page.deflated ??= page.parts.map((part) => deflateRawSync(part, { level: 6, finishFlush: constants.Z_FULL_FLUSH }));
  const nonceBytes = Buffer.from(nonce);
  const block = Buffer.alloc(5 + nonceBytes.length);
  block.writeUInt16LE(nonceBytes.length, 1);
  block.writeUInt16LE(~nonceBytes.length & 0xffff, 3);
  nonceBytes.copy(block, 5);
  let checksum = 0;
  page.parts.forEach((part, index) => {
    if (index > 0) checksum = crc32(nonceBytes, checksum);
    checksum = crc32(part, checksum);
  });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE((page.size + nonceBytes.length * (page.parts.length - 1)) >>> 0, 4);
  return Buffer.concat([gzipHeader, join(page.deflated, block), deflateEnd, trailer]);
}

function join(parts: readonly Buffer[], between: Buffer): Buffer {
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
}

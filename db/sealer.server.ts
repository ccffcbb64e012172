import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { freshBytes } from "./fresh-bytes.server.ts";

/**
 * Seals sensitive fields (ID number, phone) in an envelope (safety.md F5): the value under a random data key of its own, the data key wrapped
 * under a key-encryption key that the envelope names, both by AES-256-GCM with a random 96-bit IV and the full 16-byte tag. The place of
 * the field (`table:row:field`) is additional data, so that a value cannot be moved to another row. Blind indexes are HMAC-SHA-256 under
 * another key over the normalised value (F6).
 *
 *   e1.<key id>.<wrapped data key>.<value>      e1.erased..<value>: its data key is gone, and so is the value (F12)
 *   k1.<iv>.<value>.<tag>                       before envelopes: under the key k1 itself, still readable
 */
export type Sealer = {
  seal: (plaintext: string, place: string) => string;
  /**
   * Seals the values of one record, which are erased together, under one data key that is wrapped once: for records by the million. Each value
   * still has its own IV and place, and carries the wrapped key itself.
   */
  sealerOfRecord: () => Sealer["seal"];
  /** @throws Error when the value was altered, moved, erased or sealed under an unknown key. */
  open: (sealed: string, place: string) => string;
  /** For equality search; `field` keeps equal values of different fields apart. */
  blindIndex: (value: string, field: string) => string;
  /** The same value under the current key: only the data key is wrapped anew, and what has no data key yet gets one (F7). */
  rewrap: (sealed: string, place: string) => string;
  /** The value without its data key: nobody can open it any more, while the row stays as it is (F12). */
  erase: (sealed: string) => string;
  isErased: (sealed: string) => boolean;
  /** The key that new values are wrapped under. */
  currentKeyId: string;
};

/** Key-encryption keys by id, 32 bytes each. New values are wrapped under the current one; the others only open. */
export type FieldKeys = { currentId: string; keys: ReadonlyMap<string, Buffer> };

const envelopeMark = "e1";
const erasedMark = "erased";
const firstKeyId = "k1";
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** @param fieldKeys one key alone is k1 */
export function createSealer(fieldKeys: FieldKeys | Buffer, indexKey: Buffer): Sealer {
  const { currentId, keys } = Buffer.isBuffer(fieldKeys)
    ? { currentId: firstKeyId, keys: new Map([[firstKeyId, fieldKeys]]) }
    : fieldKeys;
  const keyOf = (id: string): Buffer => {
    const key = keys.get(id);
    if (key === undefined) throw new Error("sealed value: unknown key or form");
    return key;
  };
  const wrap = (dataKey: Buffer) => encrypt(keyOf(currentId), dataKey, `key:${currentId}`);
  const unwrap = (id: string, wrapped: string): Buffer => {
    const dataKey = decrypt(keyOf(id), wrapped, `key:${id}`);
    if (dataKey.length !== keyBytes) throw new Error("sealed value: no data key");
    return dataKey;
  };
  const sealerOfRecord = (): Sealer["seal"] => {
    let head: string | undefined;
    const dataKey = freshBytes(keyBytes);
    return (plaintext, place) => {
      head ??= `${envelopeMark}.${currentId}.${wrap(dataKey)}`;
      return `${head}.${encrypt(dataKey, Buffer.from(plaintext), place)}`;
    };
  };
  const seal: Sealer["seal"] = (plaintext, place) => sealerOfRecord()(plaintext, place);
  const open = (sealed: string, place: string): string => {
    const [mark = "", second = "", third = "", fourth = "", ...more] = sealed.split(".");
    if (more.length > 0) throw new Error("sealed value: unknown key or form");
    if (mark === firstKeyId) return openFirstForm(keyOf(firstKeyId), second, third, fourth, place);
    if (mark !== envelopeMark) throw new Error("sealed value: unknown key or form");
    if (second === erasedMark) throw new Error("sealed value: erased");
    return decrypt(unwrap(second, third), fourth, place).toString("utf8");
  };
  return {
    seal,
    sealerOfRecord,
    open,
    // Before envelopes there was no data key: the value itself goes.
    erase: (sealed) => {
      const [mark, , , value = ""] = sealed.split(".");
      return [envelopeMark, erasedMark, "", mark === envelopeMark ? value : ""].join(".");
    },
    isErased,
    currentKeyId: currentId,
    rewrap: (sealed, place) => {
      if (isErased(sealed)) return sealed;
      const [mark, id = "", wrapped = "", value = ""] = sealed.split(".");
      if (mark !== envelopeMark) return seal(open(sealed, place), place);
      return [envelopeMark, currentId, wrap(unwrap(id, wrapped)), value].join(".");
    },
    blindIndex: (value, field) =>
      createHmac("sha256", indexKey)
        .update(`${field}:${normalised(value)}`)
        .digest("base64url"),
  };
}

const isNormalised = /^[0-9A-Z]*$/;

function normalised(value: string): string {
  if (isNormalised.test(value)) return value;
  return value
    .normalize("NFKC")
    .replace(/[^0-9A-Za-z]/g, "")
    .toUpperCase();
}

function isErased(sealed: string): boolean {
  return sealed.startsWith(`${envelopeMark}.${erasedMark}.`);
}

/** IV, encrypted bytes and tag in one piece. */
function encrypt(key: Buffer, plaintext: Buffer, additional: string): string {
  const iv = freshBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(additional));
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

function decrypt(key: Buffer, packed: string, additional: string): Buffer {
  const bytes = decode(packed);
  if (bytes.length < ivBytes + tagBytes) throw new Error("sealed value: truncated tag");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(additional));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
}

/** Strict: another spelling of the same bytes is an altered value. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("sealed value: unknown key or form");
  return bytes;
}

function openFirstForm(key: Buffer, iv: string, value: string, tag: string, place: string): string {
  if (decode(tag).length !== tagBytes) throw new Error("sealed value: truncated tag");
  if (decode(iv).length !== ivBytes) throw new Error("sealed value: unknown key or form");
  const packed = Buffer.concat([decode(iv), decode(value), decode(tag)]);
  return decrypt(key, packed.toString("base64url"), place).toString("utf8");
}

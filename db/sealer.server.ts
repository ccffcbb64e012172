import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/**
 * Seals sensitive fields (ID number, phone) with AES-256-GCM: random 96-bit IV, full 16-byte tag, and the place of the field
 * (`table:row:field`) as additional data, so that a value cannot be moved to another row (safety.md F5). Blind indexes are
 * HMAC-SHA-256 under another key over the normalised value (F6).
 */
export type Sealer = {
  seal: (plaintext: string, place: string) => string;
  /** @throws Error when the value was altered, moved or sealed under an unknown key. */
  open: (sealed: string, place: string) => string;
  /** For equality search; `field` keeps equal values of different fields apart. */
  blindIndex: (value: string, field: string) => string;
};

const keyId = "k1";

export function createSealer(fieldKey: Buffer, indexKey: Buffer): Sealer {
  return {
    seal: (plaintext, place) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", fieldKey, iv, { authTagLength: 16 });
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return [
        keyId,
        iv.toString("base64url"),
        body.toString("base64url"),
        cipher.getAuthTag().toString("base64url"),
      ].join(".");
    },
    open: (sealed, place) => {
      const [id, iv, body, tag] = sealed.split(".");
      if (id !== keyId || !iv || body === undefined || !tag) throw new Error("sealed value: unknown key or form");
      const tagBytes = Buffer.from(tag, "base64url");
      if (tagBytes.length !== 16) throw new Error("sealed value: truncated tag");
      const decipher = createDecipheriv("aes-256-gcm", fieldKey, Buffer.from(iv, "base64url"), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(tagBytes);
      return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
    },
    blindIndex: (value, field) =>
      createHmac("sha256", indexKey)
        .update(
          `${field}:${value
            .normalize("NFKC")
            .replace(/[^0-9A-Za-z]/g, "")
            .toUpperCase()}`,
        )
        .digest("base64url"),
  };
}

/**
 * Encryption at rest as far as a browser can (U39): AES-GCM with a key that scripts may use but not read. Whoever copies the files of a lost
 * phone's browser has more work; whoever unlocks the phone and opens this page has not. Names are therefore masked all the same.
 */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function sealBytes(key: CryptoKey, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

export function openBytes(key: CryptoKey, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
}

export function sealText(key: CryptoKey, text: string): Promise<Sealed> {
  return sealBytes(key, new TextEncoder().encode(text));
}

export async function openText(key: CryptoKey, sealed: Sealed): Promise<string> {
  return new TextDecoder().decode(await openBytes(key, sealed));
}

export async function sha256(bytes: BufferSource): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

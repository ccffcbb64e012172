import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#app/domain/ids.ts";
import { readEnv } from "#app/env.server.ts";
import { createDiskFileStore } from "#app/files/disk-file-store.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { openS3Bucket } from "#app/files/s3-bucket.server.ts";
import { createS3FileStore } from "#app/files/s3-file-store.server.ts";
import { signS3Request } from "#app/files/sign-s3-request.ts";
import {
  type SealedUploads,
  sealedUploadsInBucket,
  sealedUploadsOnDisk,
} from "#app/register-files/sealed-uploads.server.ts";
import { createUploadStore, type UploadStore } from "#app/register-files/upload-store.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { type S3StandIn, startS3StandIn } from "#tests/stand-ins/s3.ts";

const secrets = { accessKeyId: "test-key", secretAccessKey: "test/secret+key", bucket: "jiedui-test" };
const timing = { timeoutMs: 300, tries: 3, pauseMs: 1 };
const sealing = randomBytes(32);
const sealer = createSealer(sealing, sealing);
let folder: string;
let s3: S3StandIn;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jiedui-files-"));
  s3 = await startS3StandIn(secrets);
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  s3.troubles.length = 0;
  s3.requests.length = 0;
});

const openBucket = (changes: Partial<Parameters<typeof openS3Bucket>[0]> = {}) =>
  openS3Bucket({ ...secrets, region: "cn-north-1", endpoint: s3.url, prefix: "site/", ...changes }, timing);

type Places = { files: () => FileStore; uploads: () => SealedUploads };
const places: Readonly<Record<string, Places>> = {
  "the folder": { files: () => createDiskFileStore(folder), uploads: () => sealedUploadsOnDisk(folder) },
  "an S3-compatible store": {
    files: () => createS3FileStore(openBucket()),
    uploads: () => sealedUploadsInBucket(openBucket()),
  },
};

describe.each(Object.entries(places))("files in %s", (_name, place) => {
  it("G2: are read back byte for byte, and are not there before or after", async () => {
    const store = place.files();
    const key = `${newId()}.jpg`;
    const bytes = new Uint8Array(randomBytes(300_000));
    expect(await store.read(key)).toBeNull();
    await store.write(key, bytes);
    expect(Buffer.from((await store.read(key)) ?? []).equals(bytes)).toBe(true);
    await store.remove(key);
    expect(await store.read(key)).toBeNull();
    await store.remove(key);
  });

  it("may be written twice, and an empty one is one", async () => {
    const store = place.files();
    const key = `${newId()}.pdf`;
    await store.write(key, new Uint8Array([1]));
    await store.write(key, new Uint8Array([2, 3]));
    expect([...((await store.read(key)) ?? [])]).toEqual([2, 3]);
    await store.write(key, new Uint8Array());
    expect(await store.read(key)).toHaveLength(0);
  });

  it.each(["../x.jpg", "a/b.jpg", `${"a".repeat(36)}.exe`, ""])(
    "G2: a key that is none of ours is refused: %s",
    async (key) => {
      const store = place.files();
      await expect(store.write(key, new Uint8Array())).rejects.toThrow(RangeError);
      await expect(store.read(key)).rejects.toThrow(RangeError);
      await expect(store.remove(key)).rejects.toThrow(RangeError);
    },
  );

  it("an uploaded register is sealed there, opens piece by piece, and says when it is gone", async () => {
    const uploads: UploadStore = createUploadStore(place.uploads(), sealer);
    const id = newId();
    const bytes = Buffer.from("梁家明,440783196805041234\n".repeat(30_000));
    const { storageKey, fileKeySealed } = await uploads.save(id, bytes);
    const source = await uploads.open(storageKey, fileKeySealed);
    expect(source.sizeBytes).toBe(bytes.length);
    const read: Uint8Array[] = [];
    for await (const piece of source.read()) read.push(piece);
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    await uploads.remove(storageKey);
    await expect(uploads.open(storageKey, fileKeySealed)).rejects.toThrow();
  });
});

describe("an S3-compatible store", () => {
  it("holds nothing of a register in the clear", async () => {
    const uploads = createUploadStore(sealedUploadsInBucket(openBucket()), sealer);
    const id = newId();
    await uploads.save(id, Buffer.from("梁家明,440783196805041234"));
    const kept = s3.objects.get(`site/imports/${id}`);
    expect(kept?.length).toBeGreaterThan(30);
    expect(kept?.includes("440783196805041234")).toBe(false);
  });

  it.each(["500", "503", "hang up", "stall"] as const)("is asked again after trouble: %s", async (trouble) => {
    const store = createS3FileStore(openBucket());
    const key = `${newId()}.png`;
    s3.troubles.push(trouble, trouble);
    await store.write(key, new Uint8Array([7]));
    expect(s3.requests.map(({ method }) => method)).toEqual(["PUT", "PUT", "PUT"]);
    s3.troubles.push(trouble);
    expect(await store.read(key)).toEqual(new Uint8Array([7]));
  });

  it("an answer that breaks off is asked for again, never taken for the whole", async () => {
    const store = createS3FileStore(openBucket());
    const key = `${newId()}.png`;
    const bytes = new Uint8Array(randomBytes(200_000));
    await store.write(key, bytes);
    s3.troubles.push("break off");
    expect(Buffer.from((await store.read(key)) ?? []).equals(bytes)).toBe(true);
  });

  it("trouble that stays is an error, and so is a wrong secret, which is not tried again; neither tells key or secret", async () => {
    const key = `${newId()}.png`;
    s3.troubles.push("503", "503", "503");
    const down = await createS3FileStore(openBucket()).read(key).catch(String);
    s3.requests.length = 0;
    const refused = await createS3FileStore(openBucket({ secretAccessKey: "wrong" }))
      .write(key, new Uint8Array([1]))
      .catch(String);
    expect([down, refused]).toEqual([
      "ObjectStoreError: GET was answered 503",
      "ObjectStoreError: PUT was answered 403",
    ]);
    expect(s3.requests).toHaveLength(1);
  });
});

describe("the signature", () => {
  const credentials = {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
  };
  const at = new Date("2013-05-24T00:00:00Z");
  const signatureOf = (request: Parameters<typeof signS3Request>[0]) =>
    signS3Request(request, credentials, at).authorization?.split("Signature=")[1];

  it("is that of Amazon's published examples", () => {
    const host = "https://examplebucket.s3.amazonaws.com";
    const range = { range: "bytes=0-9" };
    expect(signatureOf({ method: "GET", url: new URL(`${host}/test.txt`), headers: range })).toBe(
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
    const headers = { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" };
    const body = Buffer.from("Welcome to Amazon S3.");
    expect(signatureOf({ method: "PUT", url: new URL(`${host}/test$file.text`), headers, body })).toBe(
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
    expect(signatureOf({ method: "GET", url: new URL(`${host}/?max-keys=2&prefix=J`) })).toBe(
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    );
  });
});

describe("the setting", () => {
  it("names what is missing, and wants TLS in production", () => {
    expect(readEnv({ JIEDUI_MODE: "test" }).objectStore).toBeNull();
    expect(() => readEnv({ JIEDUI_MODE: "test", S3_ENDPOINT: "http://127.0.0.1:9000" })).toThrow(
      /S3_BUCKET must name a bucket\. S3_ENDPOINT is set, so S3_ACCESS_KEY_ID/,
    );
    const given = {
      S3_BUCKET: "files",
      S3_ACCESS_KEY_ID: "a",
      S3_SECRET_ACCESS_KEY: "b",
      S3_ENDPOINT: "http://s3.example",
    };
    expect(readEnv({ JIEDUI_MODE: "test", ...given }).objectStore?.bucket).toBe("files");
    expect(() => readEnv({ JIEDUI_MODE: "production", ...given })).toThrow(/S3_ENDPOINT must be https/);
  });
});

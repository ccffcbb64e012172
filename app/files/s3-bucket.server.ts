import { setTimeout as wait } from "node:timers/promises";
import { type S3Credentials, signS3Request } from "./sign-s3-request.ts";

export type S3Settings = S3Credentials & {
  /** `https://s3.example.com`; the bucket is the first part of the path. */
  endpoint: string;
  bucket: string;
  /** Put before every key; empty or ending in a slash. */
  prefix: string;
};

/** The four requests we send to an object store. All may be repeated: the same key always gets the same bytes. */
export type S3Bucket = {
  put: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Null when there is no such object. */
  get: (key: string) => Promise<Response | null>;
  /** Its bytes; null when there is no such object. */
  sizeOf: (key: string) => Promise<number | null>;
  remove: (key: string) => Promise<void>;
};

export type S3Timing = { timeoutMs: number; tries: number; pauseMs: number };

const usual: S3Timing = { timeoutMs: 10_000, tries: 3, pauseMs: 200 };

/** The store did not do it, after all tries. Neither keys nor the store's own words are told: they would get into the log. */
export class ObjectStoreError extends Error {
  override readonly name = "ObjectStoreError";
}

/** Any store that speaks S3's language (Amazon, MinIO, Ceph, Aliyun OSS, Tencent COS): path-style addresses, Signature Version 4. */
export function openS3Bucket(settings: S3Settings, timing: S3Timing = usual): S3Bucket {
  const urlOf = (key: string) =>
    new URL(`${settings.endpoint.replace(/\/$/, "")}/${settings.bucket}/${settings.prefix}${key}`);

  const sendOnce = (method: string, key: string, body: Uint8Array | undefined) => {
    const url = urlOf(key);
    const isNamed = body !== undefined;
    const request = { method, url, ...(isNamed ? { body } : {}) };
    const { host: _host, ...headers } = signS3Request(request, settings, new Date());
    const signal = AbortSignal.timeout(timing.timeoutMs);
    return fetch(url, { method, headers, signal, redirect: "error", ...(isNamed ? { body: Buffer.from(body) } : {}) });
  };

  /** What is said of the network, of haste or of the store's own trouble is tried again; a refusal is one for good. */
  const send = async (method: string, key: string, body?: Uint8Array): Promise<Response | null> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await sendOnce(method, key, body).catch(() => null);
      if (answer?.ok) return answer;
      await answer?.body?.cancel();
      if (answer?.status === 404 && method !== "PUT") return null;
      const mayPass = answer === null || answer.status >= 500 || answer.status === 429 || answer.status === 408;
      if (!mayPass || tries === timing.tries) {
        throw new ObjectStoreError(`${method} was ${answer === null ? "not answered" : `answered ${answer.status}`}`);
      }
      await wait(timing.pauseMs * 2 ** tries * Math.random());
    }
  };

  return {
    put: async (key, bytes) => void (await (await send("PUT", key, bytes))?.body?.cancel()),
    get: (key) => send("GET", key),
    sizeOf: async (key) => {
      const answer = await send("HEAD", key);
      return answer === null ? null : Number(answer.headers.get("Content-Length"));
    },
    remove: async (key) => void (await (await send("DELETE", key))?.body?.cancel()),
  };
}

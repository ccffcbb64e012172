import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { type CachedPage, plainBody } from "./cached-page.server.ts";

/**
 * A cached page for a cache in front of the site: the same bytes for all, ready compressed. A nonce that everybody gets would protect nobody,
 * so its inline scripts are named by their hashes (CSP 3, 8.3) and the others by their origin.
 */
export type SharedPage = {
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly etag: string;
  /** For `script-src`. */
  readonly scriptSource: string;
};

const made = new WeakMap<CachedPage, SharedPage>();

/** The shared form of a page; made once. */
export function sharedPageOf(page: CachedPage): SharedPage {
  const known = made.get(page);
  if (known !== undefined) return known;
  const plain = plainBody(page, "");
  const hashes = new Set(inlineScriptsOf(plain.toString()).map((text) => `'sha256-${sha256(text)}'`));
  const shared = {
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    etag: `W/"s${sha256(plain).slice(0, 22).replaceAll("/", "_").replaceAll("+", "-")}"`,
    scriptSource: ["'self'", ...hashes].join(" "),
  };
  made.set(page, shared);
  return shared;
}

const askForShared = /(^|[\s,;])jiedui="shared-page\/1"/;

/**
 * Whether a cache in front asks that keeps a page apart by language and text size and away from whoever is signed in, as
 * `deploy/nginx/site.conf` does. It says so in `Surrogate-Capability` (Edge Architecture, W3C note 2001).
 */
export function asksForSharedPage({ headers }: IncomingMessage): boolean {
  return askForShared.test(String(headers["surrogate-capability"] ?? ""));
}

function inlineScriptsOf(html: string): string[] {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].flatMap(([, attributes = "", text = ""]) =>
    /\ssrc=/.test(attributes) ? [] : [text],
  );
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64");
}

import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { cutPage } from "./cached-page.server.ts";
import { sharedPageOf } from "./shared-page.server.ts";

const placeholder = "AAAAAAAAAAAAAAAAAAAAAA==";
const inline = "window.words = '结对认亲';";
const html = `<script nonce="${placeholder}" type="module" src="/assets/a.js"></script>
<script nonce="${placeholder}">${inline}</script><script nonce="${placeholder}">${inline}</script>`;
const pageOf = (text: string) => cutPage(Buffer.from(text), placeholder, "text/html");

it("E7: a page for all names each inline script by its hash, once, and carries no nonce", () => {
  const { plain, gzip, scriptSource } = sharedPageOf(pageOf(html));
  expect(scriptSource).toBe(`'self' 'sha256-${createHash("sha256").update(inline).digest("base64")}'`);
  expect(plain.toString()).toBe(html.replaceAll(placeholder, ""));
  expect(gunzipSync(gzip)).toEqual(plain);
});

it("its tag changes with the content and is not that of one visitor's page", () => {
  const page = pageOf(html);
  expect(sharedPageOf(page).etag).toBe(sharedPageOf(pageOf(html)).etag);
  expect(sharedPageOf(page).etag).not.toBe(page.etag);
  expect(sharedPageOf(pageOf(`${html}.`)).etag).not.toBe(sharedPageOf(page).etag);
});

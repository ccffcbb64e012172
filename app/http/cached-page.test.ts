import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cutPage, gzipBody, plainBody } from "./cached-page.server.ts";

const placeholder = "AAAAAAAAAAAAAAAAAAAAAA==";
const page = (text: string) => cutPage(Buffer.from(text), placeholder, "text/html; charset=utf-8");

describe("a cached page", () => {
  const html = `<script nonce="${placeholder}"></script>${"结对认亲 ".repeat(5_000)}<script nonce="${placeholder}"></script>`;

  it.each([["MTIzNDU2Nzg5MDEyMzQ1Ng=="], ["ZZZZZZZZZZZZZZZZZZZZZZ=="]])(
    "has the nonce %s in every gap, plain and as gzip",
    (nonce) => {
      const expected = html.replaceAll(placeholder, nonce);
      expect(plainBody(page(html), nonce).toString()).toBe(expected);
      expect(gunzipSync(gzipBody(page(html), nonce)).toString()).toBe(expected);
    },
  );

  it("is smaller as gzip", () => {
    expect(gzipBody(page(html), placeholder).length).toBeLessThan(html.length / 20);
  });

  it.each([[""], ["no nonce at all"], [placeholder], [`${placeholder}${placeholder}`]])("survives %j", (text) => {
    expect(gunzipSync(gzipBody(page(text), "x".repeat(24))).toString()).toBe(
      text.replaceAll(placeholder, "x".repeat(24)),
    );
  });

  it("keeps its tag when only the nonce differs, and changes it with the content", () => {
    expect(page(html).etag).toBe(page(html).etag);
    expect(page(`${html}.`).etag).not.toBe(page(html).etag);
  });
});

import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { dropNullBytes } from "./drop-null-bytes.server.ts";

test("Chinese text reaches the browser whole, wherever React's buffer of 2,048 bytes ends", async () => {
  for (let shift = 0; shift < 3; shift += 1) {
    const words = Array.from({ length: 40 }, (_, index) =>
      `${"a".repeat(shift + 1)}持有人余额与凭据${index}。`.repeat(12),
    );
    const html = await new Promise<string>((resolve, reject) => {
      const { pipe } = renderToPipeableStream(
        createElement(
          "ul",
          null,
          words.map((word) => createElement("li", { key: word, "data-label": word }, word)),
        ),
        { onAllReady: () => text(pipe(dropNullBytes())).then(resolve, reject), onError: reject },
      );
    });
    expect(html).not.toContain("\u0000");
    expect(html).not.toContain("\ufffd");
    for (const word of words) expect(html).toContain(`data-label="${word}"`);
  }
});

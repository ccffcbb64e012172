import { expect, it } from "vitest";
import { parseMarkdown } from "./parse-markdown.server.ts";

it("turns markdown into a tree of allowed elements", () => {
  expect(parseMarkdown("## 谁\n\n- **村** 先报\n- [公示](/notices)")).toEqual([
    { tag: "h2", children: ["谁"] },
    {
      tag: "ul",
      children: [
        { tag: "li", children: [{ tag: "strong", children: ["村"] }, " 先报"] },
        { tag: "li", children: [{ tag: "a", href: "/notices", children: ["公示"] }] },
      ],
    },
  ]);
});

it.each(["javascript:alert(1)", "//evil.example", "data:text/html,x", "http://plain.example"])(
  "keeps the words of a link to %s, not the link",
  (address) => {
    expect(JSON.stringify(parseMarkdown(`[词](${address})`))).not.toContain('"a"');
    expect(JSON.stringify(parseMarkdown(`[词](${address})`))).toContain("词");
  },
);

it("leaves HTML as text", () => {
  expect(parseMarkdown("<script>alert(1)</script>")).toEqual([{ tag: "p", children: ["<script>alert(1)</script>"] }]);
});

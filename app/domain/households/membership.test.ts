import { describe, expect, it } from "vitest";
import { relationToNewHead } from "./membership.ts";

describe("a household whose head has left", () => {
  it.each([
    ["spouse", "child", "child"],
    ["spouse", "parent", "other"],
    ["child", "spouse", "parent"],
    ["child", "child", "sibling"],
    ["child", "grandchild", "other"],
    ["parent", "child", "grandchild"],
    ["sibling", "parent", "parent"],
    ["other", "child", "other"],
  ] as const)("S3: when the %s becomes the head, a %s becomes %s", (newHead, theirs, expected) => {
    expect(relationToNewHead(newHead, theirs)).toBe(expected);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeOldNode } from "#scripts/require-node.mjs";
import { addUp, countPlaywright, countVitest, describeCounts, listVitestFailures } from "#scripts/test-results.ts";

const folder = mkdtempSync(join(tmpdir(), "jiedui-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(value: unknown): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(value));
  return path;
}

describe("the last line of npm test", () => {
  it("counts a test file that could not be loaded or set up as a failure", () => {
    const path = report({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{ status: "skipped" }] },
        { status: "failed", assertionResults: [{ status: "failed" }] },
      ],
    });
    expect(countVitest(path)).toEqual({ passed: 3, failed: 3, skipped: 2 });
  });

  it("names what failed once more, with the first line of what was wrong", () => {
    const path = report({
      testResults: [
        { name: "a.test.ts", status: "failed", message: "no such file\nat somewhere", assertionResults: [] },
        {
          name: "b.test.ts",
          status: "failed",
          assertionResults: [
            { fullName: "adds up", status: "passed", failureMessages: [] },
            { fullName: "closes", status: "failed", failureMessages: ["expected 1 to be 2\nat somewhere"] },
          ],
        },
      ],
    });
    expect(listVitestFailures(path)).toEqual(["a.test.ts: no such file", "b.test.ts: closes: expected 1 to be 2"]);
  });

  it("counts an error outside of every browser test as a failure", () => {
    const path = report({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [{}] });
    expect(countPlaywright(path)).toEqual({ passed: 2, failed: 2, skipped: 0 });
  });

  it("never says 0 failed when a runner failed", () => {
    const counts = { passed: 5, failed: 0, skipped: 0 };
    const total = addUp([
      { counts, isOk: true },
      { counts, isOk: false },
    ]);
    expect(describeCounts(total)).toBe("10 passed, 1 failed, 0 skipped");
  });
});

describe("the check of Node", () => {
  it.each([
    ["v20.19.0", true],
    ["v20.18.3", false],
    ["v18.20.8", false],
    ["v24.1.0", true],
  ])("%s will do: %s", (version, willDo) => {
    expect(describeOldNode(version) === null).toBe(willDo);
  });

  it("names both versions in one sentence", () => {
    expect(describeOldNode("v18.20.8")).toBe(
      "Node 20.19 or newer is needed and this is Node 18.20.8: install a newer one (nvm install).",
    );
  });
});

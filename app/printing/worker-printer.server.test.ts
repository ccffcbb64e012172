import { afterEach, describe, expect, it } from "vitest";
import { readPdf } from "#tests/setup/read-pdf.ts";
import type { PrintedBlock, PrintedDocument, Printer } from "./printed-document.ts";
import { createWorkerPrinter, defaultPrinterOptions, type PrinterOptions } from "./worker-printer.server.ts";

let printer: Printer | null = null;
afterEach(async () => {
  await printer?.close();
  printer = null;
});

function printerWith(options: Partial<PrinterOptions> = {}): Printer {
  // why: the first start reads 20 MB of fonts, which a busy test machine may take long over.
  printer = createWorkerPrinter({
    ...defaultPrinterOptions,
    limitMs: 60_000,
    onFault: (message) => console.error(message),
    ...options,
  });
  return printer;
}

/** A worker that does nothing but this. */
function workerOf(code: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads"; ${code}`)}`,
  );
}

function documentOf(...blocks: PrintedBlock[]): PrintedDocument {
  return {
    language: "zh-CN",
    publisher: "结对认亲 · 爱心帮扶",
    title: "捐赠凭证",
    subtitle: "JD-2026-7KQ4D-M29XB",
    blocks,
    footer: "第 {page} 页，共 {pages} 页",
    missingCharactersNote: "有的字字体里没有，以编码表示。",
    madeAtMs: Date.UTC(2026, 10, 22, 1, 10),
  };
}

async function printed(...blocks: PrintedBlock[]) {
  const answer = await printerWith().print(documentOf(...blocks));
  if (!answer.ok) throw new Error(answer.code);
  return readPdf(answer.value);
}

describe("printed documents", () => {
  it("U12: hold Chinese text, figures and the QR code's words, readable as text", async () => {
    const { pages, title } = await printed(
      { kind: "notice", text: "本凭证不是公益事业捐赠票据。" },
      {
        kind: "facts",
        items: [
          { term: "金额", details: "¥10,007.08", isStrong: true },
          { term: "大写", details: "壹万零柒元零捌分" },
        ],
      },
      {
        kind: "table",
        columns: [
          { header: "日期", share: 1 },
          { header: "金额（元）", share: 1, isNumeric: true },
        ],
        rows: [["2026-11-22", "50.00"]],
        totals: ["合计", "50.00"],
      },
      { kind: "qr", path: "M4 4.5h7", size: 29, lines: ["查验地址", "https://jiedui.example/verify/A1"] },
    );
    expect(title).toBe("捐赠凭证");
    expect(pages).toEqual([
      [
        "结对认亲 · 爱心帮扶",
        "捐赠凭证",
        "JD-2026-7KQ4D-M29XB",
        "本凭证不是公益事业捐赠票据。",
        "金额",
        "¥10,007.08",
        "大写 壹万零柒元零捌分",
        "日期 金额（元）",
        "2026-11-22 50.00",
        "合计 50.00",
        "查验地址",
        "https://jiedui.example/verify/A1",
        "第 1 页，共 1 页",
      ],
    ]);
  }, 60_000);

  it("U12: draw rare characters of names, and write the code of those no font of ours has", async () => {
    const { pages } = await printed({ kind: "facts", items: [{ term: "捐赠人", details: "龑𬭎䶮𫖯〇、𠮷田" }] });
    const text = pages.flat().join("\n");
    expect(text).toContain("龑𬭎䶮𫖯〇、〔U+20BB7〕田");
    expect(text).toContain("以编码表示");
  }, 60_000);

  it("避头尾: no line of a long text begins with a closing mark or ends with an opening one, and nothing is lost", async () => {
    const sentence =
      "捐赠人（自然人、法人或者非法人组织）将合法财产用于“扶贫、济困”等公益事业，金额为¥1,234.50元；详见《慈善法》第三十八条：慈善组织接受捐赠，应当开具票据……谢谢！";
    const text = Array.from({ length: 40 }, (_, index) => `${"爱".repeat(index % 7)}${sentence}`).join("");
    const { pages } = await printed({ kind: "paragraph", text });
    expect(pages.length).toBeGreaterThan(1);
    const lines = pages.flatMap((page) => page.filter((line) => !/^第 \d/.test(line))).slice(3);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => /^[、。，：；！？）”》…]/.test(line))).toEqual([]);
    expect(lines.filter((line) => /[（“《¥]$/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.endsWith("-"))).toEqual([]);
    expect(lines.join("")).toBe(text);
  }, 60_000);

  it("a long table repeats its head on every page and keeps every row", async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`第${index + 1}笔`, `${index + 1}.00`]);
    const columns = [
      { header: "凭证号", share: 2 },
      { header: "金额（元）", share: 1, isNumeric: true },
    ];
    const { pages } = await printed({ kind: "table", columns, rows });
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain("凭证号 金额（元）");
      expect(page.at(-1)).toBe(`第 ${index + 1} 页，共 ${pages.length} 页`);
    }
    expect(pages.flat().filter((line) => /^第\d+笔/.test(line))).toEqual(rows.map((row) => row.join(" ")));
  }, 60_000);
});

describe("the printing worker", () => {
  const hanging = workerOf("parentPort.on('message', () => { for (;;) {} });");
  const counting = workerOf("parentPort.on('message', () => parentPort.postMessage({ file: new Uint8Array([7]) }));");

  it("ends a document that takes too long, also one that never yields, and prints the next", async () => {
    const slow = printerWith({ workerFile: hanging, limitMs: 300 });
    expect(await slow.print(documentOf())).toEqual({ ok: false, code: "timed_out" });
    expect(await slow.print(documentOf())).toEqual({ ok: false, code: "timed_out" });
  });

  it("lets two wait and refuses the fourth at once; those who wait too long are told so", async () => {
    const slow = printerWith({ workerFile: hanging, limitMs: 300 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => slow.print(documentOf())));
    expect(answers.map((answer) => (answer.ok ? "printed" : answer.code))).toEqual([
      "timed_out",
      "timed_out",
      "timed_out",
      "overloaded",
    ]);
  });

  it("starts again after its worker has died", async () => {
    const faults: string[] = [];
    const dying = printerWith({
      workerFile: workerOf("parentPort.on('message', () => process.exit(3));"),
      onFault: (m) => faults.push(m),
    });
    expect(await dying.print(documentOf())).toEqual({ ok: false, code: "failed" });
    expect(await dying.print(documentOf())).toEqual({ ok: false, code: "failed" });
    expect(faults).toHaveLength(2);
  });

  it("answers in order, one after another, and ends when idle", async () => {
    const quick = printerWith({ workerFile: counting, idleMs: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => quick.print(documentOf())));
    expect(answers.map((answer) => answer.ok && [...answer.value])).toEqual([[7], [7], [7]]);
    expect((await quick.print(documentOf())).ok).toBe(true);
  });
});

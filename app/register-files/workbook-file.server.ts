import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { Row } from "#app/domain/cell.ts";
import { type ByteSource, fileErrors, fileLimits, type RegisterFile, RegisterFileError } from "./register-file.ts";
import { checkWorkbook } from "./workbook-directory.ts";

/** A workbook. It is unpacked in a worker thread with limits of memory, rows and time, so that a bomb ends the thread and nothing else. */
export async function openWorkbookFile(source: ByteSource, format: "xlsx" | "xls"): Promise<RegisterFile> {
  if (source.sizeBytes > fileLimits.workbookBytes) throw new RegisterFileError("file_too_large");
  const bytes = await readAll(source);
  if (format === "xlsx") checkWorkbook(bytes);
  const first = await firstBatch(bytes, format);
  return {
    format,
    encoding: null,
    sheetName: first.sheetName,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes: source.sizeBytes,
    rows: () => readBatches(source, format),
  };
}

async function readAll(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.read()) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const copy = new Uint8Array(new ArrayBuffer(all.byteLength));
  copy.set(all);
  return copy;
}

type Batch = { sheetName: string; rows: Row[]; isEnd: boolean };

async function firstBatch(bytes: Uint8Array<ArrayBuffer>, format: "xlsx" | "xls"): Promise<Batch> {
  const worker = startWorker(bytes, format);
  try {
    return await ask(worker);
  } finally {
    await worker.terminate();
  }
}

async function* readBatches(source: ByteSource, format: "xlsx" | "xls"): AsyncGenerator<Row[]> {
  const worker = startWorker(await readAll(source), format);
  try {
    for (;;) {
      const { rows, isEnd } = await ask(worker);
      if (rows.length > 0) yield rows;
      if (isEnd) return;
    }
  } finally {
    await worker.terminate();
  }
}

function startWorker(bytes: Uint8Array<ArrayBuffer>, format: "xlsx" | "xls"): Worker {
  return new Worker(new URL("./start-table-worker.mjs", import.meta.url), {
    execArgv: [],
    workerData: { bytes, format, rowLimit: fileLimits.workbookRows },
    resourceLimits: { maxOldGenerationSizeMb: fileLimits.workerMegabytes },
  });
}

/** @throws RegisterFileError when the file is bad, too much for the thread, or takes too long */
function ask(worker: Worker): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // A worker that dies later, when nobody asks any more, is nobody's error.
      worker.on("error", () => {});
      settle();
    };
    const refuse = (code: RegisterFileError["code"]) => finish(() => reject(new RegisterFileError(code)));
    const timer = setTimeout(() => refuse("file_took_too_long"), fileLimits.workbookSeconds * 1000);
    worker.once("message", (message: Partial<Batch> & { error?: string }) => {
      const { error, sheetName = "", rows, isEnd = true } = message;
      if (rows !== undefined) finish(() => resolve({ sheetName, rows, isEnd }));
      else refuse(fileErrors.find((code) => code === error) ?? "file_damaged");
    });
    worker.once("error", (error: Error & { code?: string }) =>
      refuse(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "file_bomb" : "file_damaged"),
    );
    worker.once("exit", () => refuse("file_damaged"));
    worker.postMessage("next");
  });
}

import { parentPort } from "node:worker_threads";
import type { PrintedDocument } from "./printed-document.ts";
import { renderPrintedDocument } from "./printed-pages.server.tsx";

/** The other side of `worker-printer.server.ts`: one document in, one file out, one at a time. */
parentPort?.on("message", async (document: PrintedDocument) => {
  try {
    const file = new Uint8Array(await renderPrintedDocument(document));
    parentPort?.postMessage({ file }, [file.buffer]);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

import { Worker } from "node:worker_threads";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { PrintedDocument, Printer, PrintRefusal } from "./printed-document.ts";

export type PrinterOptions = {
  /** From being asked to the file, waiting included. */
  limitMs: number;
  /** How many may wait while one is printed. */
  queueLimit: number;
  /** The worker, with some 100 MB of fonts, ends when nobody has printed for so long. */
  idleMs: number;
  /** Another program instead of the printing worker: tests have ones that hang or die. */
  workerFile?: URL;
  onFault?: (message: string) => void;
};

export const defaultPrinterOptions: PrinterOptions = { limitMs: 10_000, queueLimit: 2, idleMs: 120_000 };

type Answer = Result<Uint8Array<ArrayBuffer>, PrintRefusal>;
type Job = { document: PrintedDocument; answer: (answer: Answer) => void; timer: NodeJS.Timeout };

/**
 * Prints in a worker thread, so that a large document stops nobody's page: one at a time, few waiting, each within a limit. A worker that
 * takes too long is ended and a new one started for the next document; the site itself never waits for it.
 */
export function createWorkerPrinter(options: PrinterOptions = defaultPrinterOptions): Printer {
  const waiting: Job[] = [];
  let current: Job | null = null;
  let worker: Worker | null = null;
  let idleTimer: NodeJS.Timeout | undefined;

  function finish(job: Job, answer: Answer): void {
    clearTimeout(job.timer);
    if (current === job) current = null;
    job.answer(answer);
    startNext();
  }

  function startNext(): void {
    if (current !== null) return;
    current = waiting.shift() ?? null;
    clearTimeout(idleTimer);
    if (current !== null) {
      worker ??= startWorker();
      worker.postMessage(current.document);
    } else if (worker !== null) {
      idleTimer = setTimeout(endWorker, options.idleMs);
      idleTimer.unref();
    }
  }

  function startWorker(): Worker {
    const started = new Worker(options.workerFile ?? new URL("./start-print-worker.mjs", import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 384 },
    });
    // A site that ends does not wait for a document.
    started.unref();
    started.on("message", (message: { file?: Uint8Array<ArrayBuffer>; error?: string }) => {
      if (started !== worker || current === null) return;
      if (message.error !== undefined) options.onFault?.(message.error);
      finish(current, message.file === undefined ? err("failed") : ok(message.file));
    });
    const onDeath = (reason: string) => {
      if (started !== worker) return;
      worker = null;
      if (current === null) return;
      options.onFault?.(reason);
      finish(current, err("failed"));
    };
    started.on("error", (error) => onDeath(String(error)));
    started.on("exit", (code) => onDeath(`the printing worker ended with ${code}`));
    return started;
  }

  function endWorker(): void {
    const ended = worker;
    worker = null;
    ended?.terminate();
  }

  function onTimeout(job: Job): void {
    const place = waiting.indexOf(job);
    if (place >= 0) waiting.splice(place, 1);
    else endWorker();
    finish(job, err("timed_out"));
  }

  return {
    print: (document) =>
      new Promise((answer) => {
        if (current !== null && waiting.length >= options.queueLimit) {
          answer(err("overloaded"));
          return;
        }
        const job: Job = { document, answer, timer: setTimeout(() => onTimeout(job), options.limitMs) };
        waiting.push(job);
        startNext();
      }),
    close: async () => {
      clearTimeout(idleTimer);
      const ended = worker;
      worker = null;
      for (const job of [...waiting.splice(0), ...(current === null ? [] : [current])]) {
        clearTimeout(job.timer);
        job.answer(err("failed"));
      }
      current = null;
      await ended?.terminate();
    },
  };
}

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type {
  BatchStager,
  HouseholdBatch,
  StagedText,
  StagingWork,
} from "#app/domain/register-imports/stage-batch.server.ts";
import type { FieldKeys } from "#db/sealer.server.ts";

export type StagingKeys = { fieldKeys: FieldKeys; indexKey: Buffer };
/** What a thread is started with; buffers arrive as plain bytes. */
export type StagingStart = StagingKeys & { work: StagingWork };

/** More than three would only wait for the one that reads the file and for PostgreSQL. */
const mostThreads = 3;
const batchesPerThread = 2;
const threadMegabytes = 256;

type Waiting = { resolve: (staged: StagedText) => void; reject: (error: Error) => void };

/**
 * Threads that check and seal the households of a long file: that is most of an import's work. A thread that dies fails what it was given, and
 * with it the check, which begins afresh when it is asked for again.
 */
export function openStagingThreads(keys: StagingKeys, work: StagingWork): BatchStager {
  const count = Math.min(mostThreads, availableParallelism());
  const threads = Array.from({ length: count }, () => startThread(keys, work));
  return {
    capacity: count * batchesPerThread,
    stage: (batch) => {
      const [first, ...others] = threads;
      if (first === undefined) throw new Error("no staging thread");
      const idlest = others.reduce((best, one) => (one.load() < best.load() ? one : best), first);
      return idlest.stage(batch);
    },
    end: async () => {
      for (const thread of threads) await thread.end();
    },
  };
}

function startThread({ fieldKeys, indexKey }: StagingKeys, work: StagingWork) {
  const worker = new Worker(new URL("./start-staging-worker.mjs", import.meta.url), {
    execArgv: [],
    workerData: { work, fieldKeys, indexKey } satisfies StagingStart,
    resourceLimits: { maxOldGenerationSizeMb: threadMegabytes, maxYoungGenerationSizeMb: 16 },
  });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on("message", ({ number, staged }: { number: number; staged: StagedText }) => {
    waiting.get(number)?.resolve(staged);
    waiting.delete(number);
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("a staging thread ended")));
  return {
    load: () => waiting.size,
    stage: (batch: HouseholdBatch) =>
      new Promise<StagedText>((resolve, reject) => {
        if (failure !== null) return reject(failure);
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ number: last, batch });
      }),
    end: async () => {
      await worker.terminate();
    },
  };
}

import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { batchStager, type HouseholdBatch, type StagingWork } from "#app/domain/register-imports/stage-batch.server.ts";
import { createSealer } from "#db/sealer.server.ts";

/** One thread of a long import: judges and seals the households it is given, one batch after the other. */
const bytes = z.instanceof(Uint8Array).transform((one) => Buffer.from(one));
const { work, fieldKeys, indexKey } = z
  .object({
    work: z.custom<StagingWork>(),
    fieldKeys: z.object({ currentId: z.string(), keys: z.map(z.string(), bytes) }),
    indexKey: bytes,
  })
  .parse(workerData);
const stage = batchStager(createSealer(fieldKeys, indexKey), work);
const encoder = new TextEncoder();

parentPort?.on("message", ({ number, batch }: { number: number; batch: HouseholdBatch }) => {
  const text = stage(batch);
  const staged = {
    households: encoded(text.households),
    members: encoded(text.members),
    findings: encoded(text.findings),
  };
  const moved = [staged.households.buffer, staged.members.buffer, staged.findings.buffer];
  parentPort?.postMessage({ number, staged }, moved);
});

function encoded(text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof text === "string" ? encoder.encode(text) : new Uint8Array(text);
}

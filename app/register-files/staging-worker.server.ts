import { parentPort, workerData } from "node:worker_threads";
import { batchStager, type HouseholdBatch } from "#app/domain/register-imports/stage-batch.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import type { StagingStart } from "./staging-threads.server.ts";

/** One thread of a long import: judges and seals the households it is given, one batch after the other. What it starts with is our own. */
const { work, fieldKeys, indexKey }: StagingStart = workerData;
const keys = new Map([...fieldKeys.keys].map(([id, key]) => [id, Buffer.from(key)]));
const stage = batchStager(createSealer({ currentId: fieldKeys.currentId, keys }, Buffer.from(indexKey)), work);
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

import { ensureDependencies } from "./ensure-dependencies.mjs";

/**
 * Installs what is missing, then goes on in TypeScript, in this same process: one process to end, one place for signals.
 * @param {string} module for example "./demo.ts"
 */
export async function handOver(module) {
  const isReady = await ensureDependencies();
  if (!isReady) {
    process.exitCode = 1;
    return;
  }
  const { register } = await import("tsx/esm/api");
  register();
  await import(module);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "#scripts/parts.ts";

/** Reads `.env` when there is one. What the shell has set already wins, and no developer's settings change the result of a test. */
export function loadEnvFile(): void {
  if (process.env.JIEDUI_MODE === "test") return;
  const path = join(projectFolder, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}

/** A variable that is set and not empty. */
export function readVariable(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

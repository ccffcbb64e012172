import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgresServer } from "#scripts/postgres-server.ts";

export type OwnPostgres = {
  url: string;
  stop: (how: "fast" | "immediate") => Promise<void>;
  /** Goes on with its data on the same port. */
  start: () => Promise<void>;
  /** Ends it and removes its data. */
  remove: () => Promise<void>;
};

/** A PostgreSQL for one test file: for tests that stop it. Durable: what it acknowledged is there after an immediate stop. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-own-postgres-"));
  await chmod(folder, 0o711);
  let server = await startPostgresServer({ folder, isDurable: true });
  const { port } = server;
  return {
    url: server.urlOf("postgres"),
    stop: (how) => server.stop(how),
    start: async () => {
      server = await startPostgresServer({ folder, isDurable: true, port });
    },
    remove: async () => {
      await server.stop("immediate");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { once } from "node:events";
import postgres from "postgres";

/** A COPY that is under way. Text in PostgreSQL's own format; `write` waits while the server is slower than we are. */
export type CopyStream = {
  write: (text: string | Uint8Array) => Promise<void>;
  end: () => Promise<void>;
};

/**
 * Connections beside the pool for work of minutes: COPY streams and statements without the pages' time limit. Whoever opens it ends it; its
 * end undoes what was not complete.
 */
export type Bulk = {
  copy: (table: string, columns: readonly string[]) => Promise<CopyStream>;
  run: (text: string, parameters?: readonly (string | number | null)[]) => Promise<readonly Record<string, unknown>[]>;
  end: () => Promise<void>;
};

export type BulkOptions = { applicationName: string; settings?: Readonly<Record<string, string>> };

const longestStatementMs = 30 * 60_000;

export function openBulk(url: string, { applicationName, settings }: BulkOptions): Bulk {
  const sql = postgres(url, {
    max: 6,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      statement_timeout: longestStatementMs,
      lock_timeout: 10_000,
      TimeZone: "UTC",
      ...settings,
    },
  });
  return {
    async copy(table, columns) {
      const names = columns.map((column) => `"${column}"`).join(", ");
      const stream = await sql.unsafe(`copy "${table}" (${names}) from stdin`).writable();
      let failure: Error | null = null;
      stream.on("error", (error: Error) => {
        failure = error;
      });
      return {
        async write(text) {
          if (failure) throw failure;
          if (text.length > 0 && !stream.write(text)) await once(stream, "drain");
        },
        async end() {
          if (failure) throw failure;
          const finished = once(stream, "finish");
          stream.end();
          await finished;
        },
      };
    },
    run: async (text, parameters = []) => sql.unsafe(text, [...parameters]),
    end: () => sql.end({ timeout: 5 }),
  };
}

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
export type Bulk = BulkWork & {
  /** COPYs and statements of `work` in one transaction: all of it, or nothing. `work` waits for nothing but them. */
  transaction: <T>(work: (bulk: BulkWork) => Promise<T>) => Promise<T>;
  end: () => Promise<void>;
};

export type BulkWork = {
  copy: (table: string, columns: readonly string[]) => Promise<CopyStream>;
  run: (text: string, parameters?: readonly BulkParameter[]) => Promise<readonly Record<string, unknown>[]>;
};

type BulkParameter = string | number | null | readonly string[];

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
    ...workOn(sql),
    transaction: async (work) => {
      const outcome: { value: Awaited<ReturnType<typeof work>> }[] = [];
      await sql.begin(async (tx) => {
        outcome.push({ value: await work(workOn(tx)) });
      });
      const [done] = outcome;
      if (done === undefined) throw new Error("the transaction ended without its work");
      return done.value;
    },
    end: () => sql.end({ timeout: 5 }),
  };
}

function workOn(sql: Pick<postgres.Sql, "unsafe">): BulkWork {
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
    run: async (text, parameters = []) =>
      sql.unsafe(
        text,
        parameters.map((one) => (one !== null && typeof one === "object" ? arrayLiteral(one) : one)),
      ),
  };
}

/** The driver knows no arrays without asking the server for its types first. */
function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

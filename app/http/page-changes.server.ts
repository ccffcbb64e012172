import postgres from "postgres";
import type { Sql } from "#db/client.server.ts";

export type ChangeWatcher = { close: () => Promise<void> };
export type ChangeListener = {
  /** Something public changed, or may have. */
  onChange: () => void;
  /** Changes are heard from now on. */
  onUp: () => void;
  /** Changes may go unheard from now on. */
  onDown: () => void;
};

const channel = "page_changed";
const retryMilliseconds = 500;
const heartbeatMilliseconds = 10_000;
const heartbeatTimeoutMilliseconds = 3_000;

/**
 * Listens on a connection of its own to `db/functions/040-page-changed.sql`, which speaks up in the transaction of every recorded event.
 * When the connection ends, or no longer answers, it says so at once and tries again until closed.
 */
export function watchPageChanges(databaseUrl: string, listener: ChangeListener): ChangeWatcher {
  let isClosed = false;
  let current: Sql | null = null;
  let timer: NodeJS.Timeout | undefined;

  const drop = (client: Sql) => {
    if (current !== client) return;
    current = null;
    listener.onDown();
    void client.end({ timeout: 0 });
    if (!isClosed) timer = later(connect, retryMilliseconds);
  };

  const beat = (client: Sql) => {
    timer = later(() => {
      answersInTime(client).then((isAlive) => {
        if (current !== client) return;
        if (isAlive) beat(client);
        else drop(client);
      });
    }, heartbeatMilliseconds);
  };

  function connect(): void {
    const client = openListener(databaseUrl, listener.onChange, () => drop(client));
    current = client;
    client.unsafe(`listen ${channel}`).then(
      () => {
        if (current !== client) return;
        listener.onUp();
        beat(client);
      },
      () => drop(client),
    );
  }

  connect();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const client = current;
      current = null;
      await client?.end({ timeout: 1 });
    },
  };
}

function later(work: () => void, milliseconds: number): NodeJS.Timeout {
  return setTimeout(work, milliseconds).unref();
}

/** The driver reads `onnotify`, but its types do not name it: hence the variable. */
function openListener(databaseUrl: string, onChange: () => void, onClose: () => void): Sql {
  const options = {
    max: 1,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: 0,
    fetch_types: false,
    onnotice: () => {},
    onnotify: onChange,
    onclose: onClose,
    connection: { application_name: "jiedui-page-cache" },
  };
  return postgres(databaseUrl, options);
}

async function answersInTime(client: Sql): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => later(() => resolve(false), heartbeatTimeoutMilliseconds));
  const answer = client.unsafe("select 1").then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]);
}

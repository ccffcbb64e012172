/** Runs a stand-in as a process of its own: one line when it is ready, a clean end on SIGTERM and SIGINT, one sentence when it cannot start. */
export async function runUntilSignal(
  name: string,
  start: () => Promise<{ ready: string; stop: () => Promise<void> }>,
): Promise<void> {
  try {
    const running = await start();
    console.log(running.ready);
    let stopping = false;
    const end = (): void => {
      if (stopping) return;
      stopping = true;
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
  } catch (error) {
    console.error(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

/** A port number from the environment, or the default; a wrong value ends the start with its name. */
export function portFromEnvironment(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} is not a port: ${text}`);
  return port;
}

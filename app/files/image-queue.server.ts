/** At most two pictures are decoded at once (G1, G4): ten uploads of ten people must not take the processor from everybody's pages. */
const slots = 2;
let busy = 0;
const waiting: (() => void)[] = [];

/** Runs the work when a slot is free, first come, first served. */
export async function inImageQueue<Output>(work: () => Promise<Output>): Promise<Output> {
  if (busy >= slots) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy += 1;
  try {
    return await work();
  } finally {
    // The slot goes to the next in line without being free in between.
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

import { expect, it } from "vitest";
import { inImageQueue } from "./image-queue.server.ts";

it("G4: at most two pictures are worked on at once, in order, and a failure frees its place", async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (number: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    order.push(number);
    await new Promise<void>((resolve) => setImmediate(resolve));
    running -= 1;
    if (number === 2) throw new Error("damaged");
    return number;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => inImageQueue(work(number))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(results.map((result) => result.status === "fulfilled")).toEqual([true, true, false, true, true, true]);
  expect(await inImageQueue(async () => "free again")).toBe("free again");
});

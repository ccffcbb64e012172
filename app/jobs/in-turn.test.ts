import { expect, it } from "vitest";
import { inTurn } from "./in-turn.ts";

const noSignal = new AbortController().signal;

it("does what stands behind something that fails, and throws what failed", async () => {
  const done: number[] = [];
  const work = async (thing: number) => {
    if (thing % 2 === 0) throw new Error(`no ${thing}`);
    done.push(thing);
  };
  await expect(inTurn([1, 2, 3], noSignal, work)).rejects.toThrow("no 2");
  await expect(inTurn([4, 5, 6], noSignal, work)).rejects.toThrow("2 of 3");
  expect(done).toEqual([1, 3, 5]);
});

it("stops between two things when it is told to", async () => {
  const stop = new AbortController();
  const done: number[] = [];
  await inTurn([1, 2], stop.signal, async (thing) => {
    done.push(thing);
    stop.abort();
  });
  expect(done).toEqual([1]);
});

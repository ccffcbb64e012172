import type { PaymentGateway } from "./payment-gateway.ts";

/** What a call came to: `ok`, the code of its `Result`, or `error` for what it threw. Fixed words, nothing of whom it was about. */
export type TellProviderCall = (call: { call: string; outcome: string; seconds: number }) => void;

/** The same gateway, every call of it counted. `verifyEvent` asks nobody and is not. */
export function observeGateway(gateway: PaymentGateway, tell: TellProviderCall): PaymentGateway {
  return new Proxy(gateway, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      if (typeof name !== "string" || typeof part !== "function" || name === "verifyEvent") return part;
      return (...args: unknown[]) => {
        const startedAt = performance.now();
        const done = (outcome: string) =>
          tell({ call: name, outcome, seconds: (performance.now() - startedAt) / 1000 });
        const answer: unknown = Reflect.apply(part, target, args);
        if (isPaged(answer)) return observePages(answer, done);
        if (!(answer instanceof Promise)) return answer;
        answer.then(
          (value: unknown) => done(outcomeOf(value)),
          () => done("error"),
        );
        return answer;
      };
    },
  });
}

function outcomeOf(value: unknown): string {
  const isRefused = typeof value === "object" && value !== null && "ok" in value && value.ok === false;
  return isRefused && "code" in value ? String(value.code) : "ok";
}

/** A long list comes page by page; each page is a call. */
async function* observePages(pages: AsyncIterable<unknown>, done: (outcome: string) => void): AsyncGenerator<unknown> {
  try {
    for await (const page of pages) {
      done(outcomeOf(page));
      yield page;
    }
  } catch (error) {
    done("error");
    throw error;
  }
}

function isPaged(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
}

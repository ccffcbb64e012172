import type { Clock } from "#tests/stand-ins/clock.ts";
import type { DeliveryAttempt, StoredEvent } from "#tests/stand-ins/stripe/world.ts";
import { type DeliveryMode, plainDelivery, seededRandom, shuffled } from "./delivery-mode.ts";
import { type PostOutcome, postDelivery } from "./post-delivery.ts";
import { signDelivery } from "./sign-delivery.ts";

/** The site's webhook address; null means that there is none, and every event counts as delivered. */
export type Endpoint = { url: string | null; secrets: string[] };

export type DeliveriesOptions = {
  now: Clock;
  endpoint: Endpoint;
  /** Pauses before the second, third … try; after the last the event has failed for good. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  changed: () => void;
};

/** One copy of an event on its way. */
type Job = { event: StoredEvent; copy: number; attempt: number };

/** The webhook side of the stand-in: a queue with copies, shuffling, delays, losses, spoiled signatures and retries. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #endpoint: Endpoint;
  readonly #timers = new Map<Job, NodeJS.Timeout>();
  readonly #waiters = new Set<() => void>();
  #mode: DeliveryMode = { ...plainDelivery };
  #random = seededRandom(plainDelivery.seed);
  #queue: Job[] = [];
  #held: Job[] = [];
  #batch: NodeJS.Timeout | null = null;
  #inFlight = 0;
  #isStopped = false;
  /** Answers that belong to a cleared round must not touch the new one. */
  #round = 0;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#endpoint = { ...options.endpoint };
  }

  get mode(): DeliveryMode {
    return { ...this.#mode };
  }

  setMode(changes: Partial<DeliveryMode>): DeliveryMode {
    this.#mode = { ...this.#mode, ...changes };
    if (changes.seed !== undefined) this.#random = seededRandom(changes.seed);
    this.#pump();
    return this.mode;
  }

  setEndpoint(changes: Partial<Endpoint>): void {
    Object.assign(this.#endpoint, changes);
  }

  /** Takes a new event and sends, holds or drops it as the mode says. */
  deliver(event: StoredEvent): void {
    if (this.#isStopped) return;
    const mode = this.#mode;
    if (this.#random() < mode.drop) {
      failForGood(event);
      return;
    }
    const jobs = Array.from({ length: mode.times }, (_, index): Job => ({ event, copy: index + 1, attempt: 1 }));
    if (this.#random() < mode.hold || mode.order !== "created") {
      this.#held.push(...jobs);
      if (mode.delayMs > 0 && mode.order !== "created") this.#releaseAfter(mode.delayMs);
    } else if (mode.delayMs > 0) {
      for (const job of jobs) this.#sendAfter(job, mode.delayMs);
    } else this.#release(jobs);
  }

  /** Sends an event again, now, whatever the mode held or dropped. */
  redeliver(event: StoredEvent): void {
    this.#release([{ event, copy: 1, attempt: 1 }]);
  }

  /** Releases everything that is held, delayed or waiting for a retry, and resolves when each was tried once. */
  async flush(): Promise<void> {
    const waiting = [...this.#timers.keys()];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#release([...this.#held.splice(0), ...waiting]);
    await this.#until(() => this.#isIdle(), 60_000);
  }

  /** Resolves true when nothing is queued, in flight or due for a retry (what is held does not count); false after the time given. */
  settled(timeoutMs: number): Promise<boolean> {
    return this.#until(() => this.#isIdle() && this.#timers.size === 0, timeoutMs);
  }

  /** Resolves when the event was tried once, at once when it is held or dropped, at the latest after the time given. */
  async triedOnce(event: StoredEvent, timeoutMs: number): Promise<void> {
    const isOnItsWay = (): boolean => this.#inFlight > 0 || this.#queue.some((job) => job.event === event);
    await this.#until(() => event.attempts.length > 0 || event.delivery !== "pending" || !isOnItsWay(), timeoutMs);
  }

  /** Forgets every delivery that is still to be made. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    if (this.#batch) clearTimeout(this.#batch);
    this.#batch = null;
    this.#timers.clear();
    this.#queue = [];
    this.#held = [];
    this.#round += 1;
    this.#wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.clear();
  }

  #release(jobs: Job[]): void {
    const { order } = this.#mode;
    const ordered = order === "shuffled" ? shuffled(jobs, this.#random) : order === "reverse" ? jobs.reverse() : jobs;
    this.#queue.push(...ordered);
    this.#pump();
  }

  #releaseAfter(delayMs: number): void {
    this.#batch ??= setTimeout(() => {
      this.#batch = null;
      this.#release(this.#held.splice(0));
    }, delayMs).unref();
  }

  #sendAfter(job: Job, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(job);
      this.#queue.push(job);
      this.#pump();
    }, delayMs);
    this.#timers.set(job, timer.unref());
  }

  #pump(): void {
    while (!this.#isStopped && this.#inFlight < this.#mode.concurrency) {
      const job = this.#queue.shift();
      if (!job) break;
      this.#inFlight += 1;
      void this.#send(job).finally(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
    this.#wake();
  }

  async #send(job: Job): Promise<void> {
    const { event } = job;
    const { now, timeoutMs, changed } = this.#options;
    const { url, secrets } = this.#endpoint;
    if (url === null) {
      succeed(event);
      return;
    }
    const round = this.#round;
    const { tamper, livemode } = this.#mode;
    const sent = livemode === null ? event.object : { ...event.object, livemode };
    const outcome = await postDelivery(url, signDelivery(sent, secrets, now(), tamper), timeoutMs);
    if (round !== this.#round) return;
    event.attempts.push(attemptOf(job, outcome, now(), tamper));
    if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) succeed(event);
    else if (event.delivery !== "delivered") this.#retry(job);
    changed();
  }

  #retry(job: Job): void {
    const delayMs = this.#options.retryDelaysMs[job.attempt - 1];
    if (delayMs === undefined) failForGood(job.event);
    else if (!this.#isStopped) this.#sendAfter({ ...job, attempt: job.attempt + 1 }, delayMs);
  }

  #isIdle(): boolean {
    return this.#queue.length === 0 && this.#inFlight === 0;
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  #until(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (result: boolean): void => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(result);
      };
      const check = (): void => {
        if (isDone()) finish(true);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#waiters.add(check);
      check();
    });
  }
}

function succeed(event: StoredEvent): void {
  event.delivery = "delivered";
  event.object.pending_webhooks = 0;
}

function failForGood(event: StoredEvent): void {
  event.delivery = "failed";
  event.object.pending_webhooks = 0;
}

function attemptOf(job: Job, outcome: PostOutcome, at: Date, tamper: string): DeliveryAttempt {
  return {
    eventId: job.event.object.id,
    type: job.event.object.type,
    copy: job.copy,
    attempt: job.attempt,
    at: at.toISOString(),
    ...outcome,
    tamper,
  };
}

import { z } from "zod";
import { newId } from "#app/domain/ids.ts";
import { paths } from "#app/http/paths.ts";
import { askStripe } from "./ask-stripe.ts";
import type { Run } from "./run-row.ts";

const wireFaults = [
  { kind: "reset_before_commit" },
  { kind: "reset_after_commit" },
  { kind: "truncated_body" },
  { kind: "error_before_commit", status: 409 },
  { kind: "error_before_commit", status: 429 },
  { kind: "error_before_commit", status: 500 },
  { kind: "stall_after_commit", stallMs: 80_000 },
] as const;

export function pickWireFault({ random }: Pick<Run, "random">): (typeof wireFaults)[number] {
  return wireFaults[Math.floor(random() * wireFaults.length)] ?? wireFaults[0];
}

const donorsByForm = 6;
const mostTries = 8;
const answerLimitMs = 10_000;

/**
 * B8, B16: donors come by the site's own forms while Stripe breaks. Each sends again until the pay page is there; no answer takes longer
 * than 10 s, and in the end there is exactly one pay page per gift.
 */
export async function openPagesUnderFaults(run: Run): Promise<void> {
  const { control } = run.platform.stripe;
  for (let index = 0; index < donorsByForm; index += 1) {
    const checkPath = await sendGiftForm(run, `by-form-${index}@jiedui.example`);
    if (checkPath === null) continue;
    await control.addFault({ ...pickWireFault(run), method: "POST", times: 1 + Math.floor(run.random() * 3) });
    await pressUntilPayPage(run, checkPath);
    await control.clearFaults();
  }
  const { data } = openPages.parse(
    await askStripe(run.platform, "/v1/checkout/sessions?status=open&limit=100&created[gte]=0"),
  );
  const ours = new Set(run.donors.map(({ donationId }) => donationId));
  const counts = new Map<string, number>();
  for (const { client_reference_id: donationId } of data)
    if (!ours.has(donationId)) counts.set(donationId, (counts.get(donationId) ?? 0) + 1);
  if (counts.size !== donorsByForm) run.report(`${counts.size} of ${donorsByForm} donors by form have a pay page`);
  for (const [donationId, count] of counts) if (count > 1) run.report(`gift ${donationId} has ${count} pay pages`);
}

const openPages = z.object({ data: z.array(z.object({ client_reference_id: z.string() })) });

/** Returns the address of the page with the pay button. */
async function sendGiftForm(run: Run, email: string): Promise<string | null> {
  const { status, location } = await post(run, paths.needDonate(run.platform.need.publicCode), {
    formNonce: newId(),
    preset: "other",
    otherAmount: "12",
    surplusChoice: "same_village",
    email,
  });
  if (status === 303) return location;
  run.report(`the gift form answered ${status}`);
  return null;
}

async function pressUntilPayPage(run: Run, checkPath: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { status, ms } = await post(run, checkPath, {});
    if (ms > answerLimitMs) run.report(`the pay button took ${ms} ms`);
    if (status === 303) return;
    if (status !== 409 && status !== 503) run.report(`the pay button answered ${status}`);
  }
  run.report(`no pay page after ${mostTries} tries`);
}

async function post({ platform }: Run, path: string, form: Record<string, string>) {
  const startedAt = Date.now();
  const answer = await fetch(`${platform.front.url}${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: platform.front.url },
    body: new URLSearchParams(form),
  });
  await answer.arrayBuffer();
  return { status: answer.status, location: answer.headers.get("Location") ?? "", ms: Date.now() - startedAt };
}

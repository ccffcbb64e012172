import { Link } from "@remix-run/react";
import type { GiftProofState } from "#app/domain/proof/root-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";

type Note =
  | { status: "published"; day: string }
  | { status: "waiting"; day: string; after: string }
  | { status: "pending" };

/** What the receipt says of its proof; the proof itself is a file of its own. */
export function proofNoteOf(proof: GiftProofState | null): Note | null {
  if (proof === null) return null;
  if (proof.status === "pending") return { status: "pending" };
  if (proof.status === "published") return { status: "published", day: proof.day };
  return { status: "waiting", day: proof.day, after: formatMinute(new Date(proof.publishedAfter)) };
}

/** Whether this gift is fixed by a published root, and since or from when (D3). */
export function ProofNote({ donationId, proof }: { donationId: string; proof: Note | null }) {
  const words = useMessages().proof.receipt;
  if (proof === null) return null;
  return (
    <Section title={words.title}>
      <p>
        {proof.status === "published"
          ? words.ready(proof.day)
          : proof.status === "waiting"
            ? words.waiting(proof.day, proof.after)
            : words.pending}
      </p>
      <p className="no-print flex flex-wrap gap-x-6">
        {proof.status === "published" && (
          <a className="tap" href={paths.donationProof(donationId)} download>
            {words.download}
          </a>
        )}
        <Link className="tap" to={paths.ledgerRoots()}>
          {words.how}
        </Link>
      </p>
    </Section>
  );
}

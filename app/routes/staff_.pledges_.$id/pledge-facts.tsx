import type { StaffPledge } from "#app/domain/pledges/pledge-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** Who promised it and by when, how to reach them, and who signed. */
export function PledgeFacts({ pledge }: { pledge: StaffPledge }) {
  const words = useMessages().pledges.case;
  const contact = pledge.organizationId ? [pledge.contactName, pledge.contactPhone] : [pledge.personEmail];
  return (
    <Panel title={words.helper}>
      <p className="font-bold">{pledge.organizationName ?? pledge.personName}</p>
      <DescriptionList
        items={[
          { term: words.contact, details: contact.filter(Boolean).map((line) => <div key={line}>{line}</div>) },
          { term: words.promisedFor, details: <span className="figure">{pledge.promisedFor}</span> },
          ...(pledge.note ? [{ term: words.note, details: pledge.note }] : []),
          ...(pledge.signedByName ? [{ term: words.signedBy, details: pledge.signedByName }] : []),
        ]}
      />
      {pledge.signatureFileId && (
        <figure>
          <img
            src={paths.file(pledge.signatureFileId)}
            alt={words.evidenceAlt}
            width={720}
            height={480}
            loading="lazy"
            className="w-full rounded-md"
          />
          <figcaption className="text-sm text-muted">{words.evidence}</figcaption>
        </figure>
      )}
    </Panel>
  );
}

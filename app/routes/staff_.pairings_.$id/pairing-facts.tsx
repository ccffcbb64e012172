import { Link } from "@remix-run/react";
import type { StaffPairing } from "#app/domain/pairings/pairing-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Section } from "#app/ui/page.tsx";
import { OrganizationStateBadge } from "#app/ui/state-badges.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What is promised, to whom, for how long. */
export function PairingFacts({ pairing }: { pairing: StaffPairing }) {
  const words = useMessages().pairings.case;
  const kinds = useMessages().pairings.kinds;
  return (
    <Section title={words.promise}>
      <p className="max-w-measure whitespace-pre-line text-lg">{pairing.promise}</p>
      <DescriptionList
        items={[
          { term: words.kind, details: kinds[pairing.kind] },
          { term: words.place, details: pairing.villageName },
          ...(pairing.householdId
            ? [
                {
                  term: words.household,
                  details: (
                    <Link to={paths.staffHousehold(pairing.householdId)} className="tap">
                      {pairing.headName}
                    </Link>
                  ),
                },
              ]
            : []),
          { term: words.period, details: words.periodOf(pairing.fromDay, pairing.toDay) },
          ...(pairing.villageNote ? [{ term: words.villageNote, details: pairing.villageNote }] : []),
        ]}
      />
    </Section>
  );
}

/** Who the helper is and how to reach it: staff relay, nobody swaps (S39). */
export function HelperFacts({ pairing }: { pairing: StaffPairing }) {
  const words = useMessages().pairings.case;
  const contact = pairing.organizationId
    ? [pairing.contactName, pairing.contactPhone, pairing.contactEmail]
    : [pairing.personEmail];
  return (
    <Panel title={words.helperSection}>
      <p className="font-bold">{pairing.organizationName ?? pairing.personName}</p>
      {pairing.organizationState && (
        <p className="my-2">
          <OrganizationStateBadge state={pairing.organizationState} />
        </p>
      )}
      <DescriptionList
        items={[
          ...(pairing.creditCode
            ? [{ term: words.identity, details: <span className="figure">{pairing.creditCode}</span> }]
            : []),
          { term: words.contact, details: contact.filter(Boolean).map((line) => <div key={line}>{line}</div>) },
        ]}
      />
    </Panel>
  );
}

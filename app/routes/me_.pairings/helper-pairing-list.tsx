import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { PairingState } from "#app/domain/pairings/pairing.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { PairingStateBadge } from "#app/ui/state-badges.tsx";
import { DataTable } from "#app/ui/table.tsx";

type HelperPairingRow = {
  id: string;
  organizationId: string | null;
  organizationName: string | null;
  villageName: string;
  householdCode: string | null;
  state: PairingState;
  createdAt: Date;
};

/** With whom, in whose name, and where it stands. */
export function HelperPairingList({ pairings }: { pairings: readonly HelperPairingRow[] }) {
  const words = useMessages().pairings;
  return (
    <DataTable
      caption={words.mine.title}
      hideCaption
      rows={pairings}
      rowKey={(pairing) => pairing.id}
      columns={[
        {
          key: "with",
          header: words.staff.target,
          rowHeader: true,
          cell: (pairing) => (
            <Link
              to={pairing.organizationId ? paths.organizationPairing(pairing.id) : paths.myPairing(pairing.id)}
              className="tap"
            >
              {pairing.householdCode
                ? words.householdTitle(pairing.householdCode)
                : words.villageTitle(pairing.villageName)}
            </Link>
          ),
        },
        { key: "helper", header: words.helper, cell: (pairing) => pairing.organizationName ?? words.case.me },
        { key: "day", header: words.staff.created, numeric: true, cell: (pairing) => dayInChina(pairing.createdAt) },
        { key: "state", header: words.staff.state, cell: (pairing) => <PairingStateBadge state={pairing.state} /> },
      ]}
    />
  );
}

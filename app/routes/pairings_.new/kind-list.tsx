import { Link } from "@remix-run/react";
import { keptPairingKinds, type PairingKind, pairingKindRows } from "#app/domain/pairings/pairing-kinds.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** The table of kinds, as it is: who helps, how many at once, and the way to propose one. */
export function KindList({ target }: { target: string }) {
  const t = useMessages();
  const words = t.deeds.propose;
  const count = (limit: number | null) => (limit === null ? words.unlimited : String(limit));
  const columns: Column<PairingKind>[] = [
    {
      key: "kind",
      header: t.pairings.case.kind,
      rowHeader: true,
      cell: (kind) => (
        <Link to={paths.pairingNew({ kind, target })} className="tap">
          {t.pairings.kinds[kind]}
        </Link>
      ),
    },
    { key: "helper", header: words.helper, cell: (kind) => words.fitness[pairingKindRows[kind].fitness] },
    {
      key: "limit",
      header: words.limit,
      cell: (kind) => words.limitOf(count(pairingKindRows[kind].perHelper), count(pairingKindRows[kind].perTarget)),
    },
  ];
  return (
    <DataTable caption={words.list} hideCaption columns={columns} rows={keptPairingKinds} rowKey={(kind) => kind} />
  );
}

import { Link } from "@remix-run/react";
import { formatYuan } from "#app/domain/money.ts";
import type { PledgeState } from "#app/domain/pledges/pledge.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { PledgeStateBadge } from "#app/ui/state-badges.tsx";
import { DataTable } from "#app/ui/table.tsx";

type HelperPledgeRow = {
  id: string;
  needTitle: string;
  villageName: string;
  itemName: string | null;
  unit: string | null;
  quantity: number | null;
  amountFen: bigint | null;
  organizationName: string | null;
  promisedFor: string;
  state: PledgeState;
};

/** What was promised, for what and by when, and where it stands. */
export function HelperPledgeList({ pledges }: { pledges: readonly HelperPledgeRow[] }) {
  const words = useMessages().pledges;
  return (
    <DataTable
      caption={words.mine.title}
      hideCaption
      rows={pledges}
      rowKey={(pledge) => pledge.id}
      columns={[
        {
          key: "what",
          header: words.staff.what,
          rowHeader: true,
          cell: (pledge) => (
            <Link to={paths.myPledge(pledge.id)} className="tap">
              {pledge.amountFen === null
                ? words.case.line(pledge.quantity ?? 0, pledge.unit ?? "", pledge.itemName ?? "")
                : words.case.money(formatYuan(pledge.amountFen))}
            </Link>
          ),
        },
        { key: "need", header: words.staff.need, cell: (pledge) => `${pledge.villageName} · ${pledge.needTitle}` },
        { key: "helper", header: words.staff.helper, cell: (pledge) => pledge.organizationName ?? words.case.me },
        { key: "due", header: words.staff.due, numeric: true, cell: (pledge) => pledge.promisedFor },
        { key: "state", header: words.staff.state, cell: (pledge) => <PledgeStateBadge state={pledge.state} /> },
      ]}
    />
  );
}

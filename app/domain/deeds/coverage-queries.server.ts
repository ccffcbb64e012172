import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { type PairingKind, pairingKindRows, pairingKinds } from "../pairings/pairing-kinds.ts";

/** The kinds every village should have, in the order of their rows: columns of the matrix (S29, S49, S52, S78). */
export const coveringKinds: readonly PairingKind[] = pairingKinds.filter((kind) => pairingKindRows[kind].isCovering);

export type CoveredVillage = {
  regionCode: string;
  name: string;
  isFocus: boolean;
  /** By kind the names of the organizations that stand by it now; of people only that there is somebody. */
  cells: Readonly<Partial<Record<PairingKind, { count: number; names: string[] }>>>;
};

export type Coverage = {
  villages: CoveredVillage[];
  totals: { kind: PairingKind; covered: number; villages: number }[];
};

/**
 * Who stands by each village of a town or county now (一村一企业): the villages nobody stands by come first, and of each kind how many
 * villages have one. Public: names of organizations only, never of people.
 */
export async function readCoverage(db: DbOrTx, params: { code: string }): Promise<Coverage> {
  if (!/^(\d{6}|\d{9})$/.test(params.code)) return { villages: [], totals: [] };
  const rows = await db.execute<{
    code: string;
    name: string;
    focus: boolean;
    kind: PairingKind | null;
    names: string[];
    n: number;
  }>(sql`
    select village.region_code as code, region.short_name as name,
      exists (select from region_flag_periods flag where flag.region_code = village.region_code and flag.flag = 'focus_village') as focus,
      tie.kind, count(tie.id)::int as n,
      coalesce(array_agg(organization.name order by organization.name) filter (where organization.name is not null), '{}') as names
    from villages village
    join regions region on region.code = village.region_code
    left join pairings tie on tie.target_key = village.region_code and tie.state = 'active'
    left join organizations organization on organization.id = tie.organization_id
    where village.region_code like ${`${params.code}%`}
    group by village.region_code, region.short_name, tie.kind
    order by village.region_code`);
  const villages = new Map<
    string,
    CoveredVillage & { cells: Partial<Record<PairingKind, { count: number; names: string[] }>> }
  >();
  for (const { code, name, focus, kind, names, n } of rows) {
    const village = villages.get(code) ?? { regionCode: code, name, isFocus: focus, cells: {} };
    if (kind !== null) village.cells[kind] = { count: n, names };
    villages.set(code, village);
  }
  const list = [...villages.values()];
  const gaps = (village: CoveredVillage) => coveringKinds.filter((kind) => village.cells[kind] === undefined).length;
  return {
    villages: list.sort((one, other) => gaps(other) - gaps(one) || one.regionCode.localeCompare(other.regionCode)),
    totals: coveringKinds.map((kind) => ({
      kind,
      covered: list.filter((village) => village.cells[kind] !== undefined).length,
      villages: list.length,
    })),
  };
}

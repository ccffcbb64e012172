import { type SignedInActor, type StaffRole, scopesOf } from "#app/domain/actor.ts";
import { ruleReaderRoles } from "#app/domain/place-rules/place-rule.ts";
import { listRegionPath, listRegionsAround } from "#app/domain/regions/public-region-queries.server.ts";
import type { Services } from "#app/services.server.ts";

/** The place that is shown: the one asked for, if it lies in a subtree the reader has by these roles, else the reader's own. */
export async function rulesPlaceOf(
  { db }: Services,
  actor: SignedInActor,
  asked: string | null,
  roles: readonly StaffRole[] = ruleReaderRoles,
) {
  const scopes = scopesOf(actor, roles);
  const isMine = (code: string) => scopes.some((scope) => code.startsWith(scope));
  const own = scopes.find((scope) => scope !== "") ?? scopes[0] ?? "";
  const code = asked !== null && /^\d{2,12}$/.test(asked) && isMine(asked) ? asked : own;
  const path = await listRegionPath(db, { code });
  const around = await listRegionsAround(db, { codes: [], parentCode: code });
  const children = around.filter((region) => region.isChild && region.code.length > code.length);
  const choices = [...path.filter((region) => isMine(region.code)), ...children.filter(({ code }) => isMine(code))];
  return { code, name: path.at(-1)?.name ?? "", path, choices };
}

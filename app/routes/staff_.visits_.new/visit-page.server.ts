import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getHouseholdHeader } from "#app/domain/households/household-queries.server.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { newId } from "#app/domain/ids.ts";
import { canCorrectVisit, visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { getVisit } from "#app/domain/visits/visit-queries.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import type { Services } from "#app/services.server.ts";
import type { VisitValues } from "./visit-values.ts";

export type VisitPlace = {
  householdId: string | null;
  headName: string | null;
  regionCode: string;
  villageName: string;
};

/** Where the visit was, from the address: a visit to correct, a household, a village; null while it must be chosen. */
export async function visitPage(services: Services, actor: SignedInActor, url: URL) {
  const { db } = services;
  const at = services.clock.now();
  const fresh: VisitValues = {
    id: newId(),
    visitedOn: dayInChina(at),
    visitedTime: formatMinute(at).slice(-5),
    place: "home",
    metWith: "head",
  };
  const corrects = url.searchParams.get("corrects");
  if (corrects !== null) {
    const visit = await getVisit(db, { visitId: corrects, actor });
    if (visit === null || visit.conflict !== null || !canCorrectVisit(actor, visit)) throw notFound();
    const { found, nextStep, nextStepOn, place, metWith, companions, hasCheckedAssurances, lackingAssurances } = visit;
    const values: VisitValues = {
      id: fresh.id,
      correctsId: visit.id,
      visitedOn: visit.visitedOn,
      visitedTime: formatMinute(visit.visitedAt).slice(-5),
      ...{ found, nextStep, nextStepOn: nextStepOn ?? "", place, metWith, companions },
      ...{ hasCheckedAssurances, lackingAssurances },
    };
    return { place: placeOf(visit), values: withPlace(values, placeOf(visit)), villages: [] };
  }
  const householdId = url.searchParams.get("household");
  if (householdId !== null) {
    const household = await getHouseholdHeader(db, { householdId, actor, roles: visitorRoles });
    if (household === null) throw notFound();
    const place = placeOf({ householdId, ...household });
    return { place, values: withPlace(fresh, place), villages: [] };
  }
  const villages = await listKeptVillages(db, actor);
  const village = villages.find(({ code }) => code === url.searchParams.get("village"));
  if (village === undefined) return { place: null, values: fresh, villages };
  const place = { householdId: null, headName: null, regionCode: village.code, villageName: village.name };
  return { place, values: withPlace({ ...fresh, place: "village_office", metWith: "village_staff" }, place), villages };
}

function placeOf({ householdId, headName, regionCode, villageName }: VisitPlace): VisitPlace {
  return { householdId, headName, regionCode, villageName };
}

function withPlace(values: VisitValues, { householdId, regionCode }: VisitPlace): VisitValues {
  return { ...values, householdId: householdId ?? "", regionCode };
}

import { addDays, dayInChina } from "#app/domain/clock.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { type DrawnPicture, registerPictures } from "./pictures.server.ts";
import { createRandom } from "./random.ts";
import type { SeededNeed } from "./seed-needs.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

const dayMilliseconds = 86_400_000;

type OfflineContext = {
  people: SeededPeople;
  organizations: { charity: { id: string } };
  pictures: readonly DrawnPicture[];
  files: FileStore;
  now: Date;
};

/**
 * What came to the charity outside the site for the village's water: goods that two people have confirmed, and a bank transfer that the
 * clerk recorded and the second person has still to confirm.
 */
export async function seedOfflineGifts(
  db: DbOrTx,
  seededNeeds: readonly SeededNeed[],
  { people, organizations, pictures, files, now }: OfflineContext,
): Promise<void> {
  const need = seededNeeds.find((one) => one.demo.key === "bulan-water");
  if (!need) return;
  // Its own numbers, so that nothing else of the story shifts.
  const random = createRandom(4471);
  const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * dayMilliseconds);
  const paper = { scene: "paper" as const, isPublic: false };
  const uses = [
    { ...paper, at: at(4) },
    { ...paper, at: at(1) },
  ];
  const [goodsPaper = null, transferPaper = null] = await registerPictures(db, pictures, uses, files, random);
  const { cashier, payer } = people.personas;
  const shared = { charityId: organizations.charity.id, needId: need.id, recordedBy: cashier.userId };
  const goods = random.id();
  const transfer = random.id();
  await db.insert(offlineGifts).values([
    {
      ...shared,
      id: goods,
      kind: "goods",
      itemName: "水管保温棉",
      quantity: 60,
      unit: "卷",
      amountFen: 360_000n,
      valuationBasis: "invoice",
      giverName: "开平市新联建材店",
      publicName: "新联建材店",
      receivedOn: addDays(dayInChina(now), -5),
      documentNumber: "WZ-2026-0017",
      documentFileId: goodsPaper,
      state: "confirmed",
      approvedBy: payer.userId,
      recordedAt: at(4),
      closedAt: at(3),
    },
    {
      ...shared,
      id: transfer,
      kind: "money",
      amountFen: 500_000n,
      giverName: "开平市水暖行业协会",
      giverEmail: "plumbers@jiedui.example",
      receivedOn: addDays(dayInChina(now), -2),
      documentNumber: "NX-20261120-0731",
      documentFileId: transferPaper,
      state: "recorded",
      recordedAt: at(1),
    },
  ]);
  const step = { noun: "offline_gift", from: null, event: "record", to: "recorded" };
  await recordTransition(db, at(4), cashier, { ...step, subjectId: goods });
  await recordTransition(db, at(1), cashier, { ...step, subjectId: transfer });
  const confirmed = { noun: "offline_gift", from: "recorded", event: "confirm", to: "confirmed", subjectId: goods };
  await recordTransition(db, at(3), payer, confirmed);
}

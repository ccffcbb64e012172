import type { NeedCategory, NeedState, NeedType, PublicationMode } from "#app/domain/needs/need.ts";
import type { Scene } from "./pictures.server.ts";

/** One need of the demo, in words. The seed turns it into rows with their whole way through the levels. */
export type DemoNeed = {
  key: string;
  /** Short name of the village. */
  village: string;
  /** `household`: asked for by one household of the village, `student`: by one with a child at school; otherwise by the village. */
  askedBy?: "household" | "student";
  type: NeedType;
  category: NeedCategory;
  title: string;
  summary: string;
  story: string;
  /** Name, unit, quantity, unit price in fen (null without a price basis). */
  items: readonly (readonly [name: string, unit: string, quantity: number, unitPriceFen: bigint | null])[];
  mode: PublicationMode;
  state: NeedState;
  /** When it was published (or, before that, reached its state): a day, or days before the demo's present. */
  at: string | number;
  /** How much of the goal is given, in percent. */
  fundedPercent?: number;
  scene: Scene;
  photoAlt: string;
  staffNote?: string;
};

import { and, eq, isNull } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { needItems } from "#db/schema/needs.server.ts";
import type { PublicTexts } from "./gate-need-texts.server.ts";
import { withheldFieldsIn } from "./withheld-words.ts";

type NeedWithTexts = PublicTexts & { id: string; householdId: string | null };

/** Whether the need's texts or items tell of what its household does not let be shown (F11). A village's own need asks nobody. */
export async function tellsWithheldField(db: DbOrTx, need: NeedWithTexts): Promise<boolean> {
  if (need.householdId === null) return false;
  const [standing] = await db
    .select({ fields: consents.fields })
    .from(consents)
    .where(
      and(
        eq(consents.householdId, need.householdId),
        eq(consents.purpose, "publish_masked"),
        isNull(consents.withdrawnAt),
      ),
    );
  const items = await db.select({ name: needItems.name }).from(needItems).where(eq(needItems.needId, need.id));
  const texts = [need.title, need.summary, need.story, ...items.map(({ name }) => name)];
  return withheldFieldsIn(texts, standing?.fields ?? []).length > 0;
}

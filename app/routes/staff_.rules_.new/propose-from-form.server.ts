import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { PlaceRuleKind, ProposedValue } from "#app/domain/place-rules/place-rule.ts";
import { type ProposeRuleInput, proposeRule } from "#app/domain/place-rules/propose-rule.server.ts";
import {
  endRuleForm,
  priceRuleForm,
  settingRuleForm,
  wordRuleForm,
  wordsOf,
} from "#app/domain/place-rules/rule-form.ts";
import { readSettingValue, settingKeyOf } from "#app/domain/place-rules/setting-keys.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

type Sent = { formData: FormData; kind: PlaceRuleKind; key: string | null; isEnd: boolean };
type Read = Pick<ProposeRuleInput, "key" | "value">;

/** Reads the form of the kind and proposes; the reply of a refused one, or null when it is done. */
export async function proposeFromForm(services: Services, actor: SignedInActor, sent: Sent) {
  const at = services.clock.now();
  const form = parseForm(sent.formData, formOf(sent, dayInChina(at)));
  if (!form.ok) return form.reply;
  const { regionCode, validFrom, source, reason } = form.value;
  const read = readRule(form.value, sent);
  if (read === null) return form.refuse({ value: ["invalidValue"] });
  const input = { kind: sent.kind, ...read, regionCode, validFrom, source, reason };
  const result = await proposeRule(services.db, input, actor, at);
  if (result.ok) return null;
  if (result.code === "not_allowed") throw notFound();
  return form.refuse({ "": [result.code] });
}

const formOfSetting = (today: string) => z.intersection(settingRuleForm(today), endRuleForm(today));

type Typed =
  | z.output<ReturnType<typeof formOfSetting>>
  | z.output<ReturnType<typeof priceRuleForm>>
  | z.output<ReturnType<typeof wordRuleForm>>
  | z.output<ReturnType<typeof endRuleForm>>;

function formOf({ kind, isEnd }: Sent, today: string): z.ZodType<Typed> {
  if (isEnd) return endRuleForm(today);
  if (kind === "setting") return formOfSetting(today);
  return kind === "item_price" ? priceRuleForm(today) : wordRuleForm(today);
}

/** Null where the typed value is none of its setting. */
function readRule(typed: Typed, { isEnd }: Sent): Read | null {
  if (isEnd && "key" in typed) return { key: typed.key, value: null };
  if ("referencePriceFen" in typed) {
    const { name, words, unit, referencePriceFen, ceilingFen } = typed;
    const value: ProposedValue = {
      name,
      words: wordsOf(name, words),
      unit,
      referencePriceFen: referencePriceFen.toString(),
      ceilingFen: ceilingFen.toString(),
    };
    return { key: name, value };
  }
  if ("word" in typed) {
    const { word, kind, severity, advice } = typed;
    return { key: word, value: { word, kind, severity, advice } };
  }
  const setting = settingKeyOf(typed.key);
  const value = setting === undefined || !("value" in typed) ? null : readSettingValue(setting, typed.value);
  return value === null ? null : { key: typed.key, value: { value } };
}

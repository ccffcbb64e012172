import type { Messages } from "#app/i18n/catalog.ts";
import type { FormMessages } from "#app/ui/validation-message.ts";

/** The words for what a pledge is refused for, also for codes that carry a number: `only_left:3`, `too_many:12`. */
export function pledgeMessages(t: Messages, allErrors: Readonly<Record<string, string[]>>): FormMessages {
  const numbered = Object.values(allErrors)
    .flat()
    .map((code): [string, string] => {
      const [name, number = ""] = code.split(":");
      if (name === "only_left") return [code, t.pledges.onlyLeft(Number(number))];
      if (name === "too_many") return [code, t.pledges.tooMany(Number(number))];
      return ["", ""];
    });
  return { ...t.pledges.errors, ...Object.fromEntries(numbered.filter(([code]) => code !== "")) };
}

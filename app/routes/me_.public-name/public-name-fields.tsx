import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import type { FormField } from "#app/ui/form-field.ts";
import { TextField } from "#app/ui/text-fields.tsx";

export type PublicNameValues = { showsName: string | undefined; publicName: string };

/** One box and one name: the same wherever a donor says what the public sees. */
export function PublicNameFields({ fields }: { fields: Readonly<Record<keyof PublicNameValues, FormField>> }) {
  const words = useMessages().publicName;
  return (
    <>
      <Checkbox field={fields.showsName} label={words.showsName} hint={words.showsNameHint} />
      <TextField field={fields.publicName} label={words.name} hint={words.nameHint} autoComplete="nickname" optional />
    </>
  );
}

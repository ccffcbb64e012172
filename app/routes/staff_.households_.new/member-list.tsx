import type { FormMetadata } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Fieldset, SubmitButton } from "#app/ui/form.tsx";
import type { HouseholdFields, HouseholdValues } from "./household-values.ts";
import { MemberFields } from "./member-fields.tsx";

type MemberListProps = { form: FormMetadata<HouseholdValues, string[]>; members: HouseholdFields["members"] };

/** Who lives in the household; the first is the head. Rows are added and removed by submit buttons, so it works without JavaScript. */
export function MemberList({ form, members }: MemberListProps) {
  const t = useMessages();
  const words = t.households;
  const insert = form.insert.getButtonProps({ name: members.name, defaultValue: {} });
  return (
    <Fieldset legend={words.sectionMembers} hint={words.sectionMembersHint}>
      {members.getFieldList().map((member, index) => {
        const remove = form.remove.getButtonProps({ name: members.name, index });
        return (
          <fieldset key={member.key} className="panel stack min-w-0">
            <legend className="font-bold">{index === 0 ? words.headMember : words.memberNumber(index + 1)}</legend>
            <MemberFields fields={member.getFieldset()} isHead={index === 0} />
            {index > 0 && (
              <div>
                <SubmitButton tone="quiet" icon="x" name={remove.name} value={remove.value}>
                  {words.removeMember(index + 1)}
                </SubmitButton>
              </div>
            )}
          </fieldset>
        );
      })}
      <SubmitButton tone="secondary" icon="plus" name={insert.name} value={insert.value} wide>
        {words.addMember}
      </SubmitButton>
    </Fieldset>
  );
}

import { eventsFrom } from "#app/domain/transitions.ts";
import { organizerSteps } from "#app/domain/volunteers/organizer-steps.ts";
import { type SignupState, signupTransitions, type VolunteerServiceType } from "#app/domain/volunteers/volunteer.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { StateBadge } from "#app/ui/status.tsx";

type Signup = {
  id: string;
  state: SignupState;
  realName: string;
  phone: string | null;
  skills: readonly VolunteerServiceType[];
  checkedInAt: Date | null;
  checkedOutAt: Date | null;
  confirmedMinutes: number | null;
};

/** Everyone who signed up for one shift, each with the steps their state allows. */
export function SignupCards({ signups }: { signups: readonly Signup[] }) {
  const words = useMessages().volunteers.org;
  if (signups.length === 0) return <p className="text-muted">{words.noSignups}</p>;
  return (
    <ul className="card-grid">
      {signups.map((signup) => (
        <li key={signup.id}>
          <SignupCard signup={signup} />
        </li>
      ))}
    </ul>
  );
}

function SignupCard({ signup }: { signup: Signup }) {
  const t = useMessages();
  const words = t.volunteers.org;
  const allowed: readonly string[] = eventsFrom(signupTransitions, signup.state);
  const minutes = presentMinutes(signup);
  return (
    <Panel title={signup.realName}>
      <p>
        <StateBadge tone="info">{t.volunteers.mine.states[signup.state]}</StateBadge>
      </p>
      {signup.phone !== null && (
        <p>
          {words.phone} <a href={`tel:${signup.phone}`}>{signup.phone}</a>
        </p>
      )}
      <p className="text-sm text-muted">{signup.skills.map((skill) => t.volunteers.services[skill]).join("、")}</p>
      {minutes !== null && <p>{words.present(minutes)}</p>}
      {signup.confirmedMinutes !== null && <p>{words.confirmedMinutes(signup.confirmedMinutes)}</p>}
      <Form className="flex flex-wrap gap-2 pt-2">
        <input type="hidden" name="signupId" value={signup.id} />
        {organizerSteps
          .filter((step) => allowed.includes(step))
          .map((step) => (
            <SubmitButton
              key={step}
              name="intent"
              value={step}
              tone={step === "decline" || step === "mark_no_show" ? "quiet" : "primary"}
            >
              {words.steps[step]}
              <span className="sr-only">{words.person(signup.realName)}</span>
            </SubmitButton>
          ))}
      </Form>
      {allowed.includes("confirm_hours") && minutes !== null && (
        <Form className="flex flex-wrap items-end gap-2 pt-2">
          <input type="hidden" name="intent" value="confirm_hours" />
          <input type="hidden" name="signupId" value={signup.id} />
          <label className="field">
            <span className="font-bold">{words.minutes}</span>
            <input className="field-input" name="minutes" inputMode="numeric" defaultValue={minutes} />
          </label>
          <SubmitButton>
            {words.confirm}
            <span className="sr-only">{words.person(signup.realName)}</span>
          </SubmitButton>
        </Form>
      )}
    </Panel>
  );
}

/** Minutes between check-in and check-out, a begun minute counting as one; null before both. */
function presentMinutes({ checkedInAt, checkedOutAt }: Signup): number | null {
  if (checkedInAt === null || checkedOutAt === null) return null;
  return Math.ceil((checkedOutAt.getTime() - checkedInAt.getTime()) / 60_000);
}

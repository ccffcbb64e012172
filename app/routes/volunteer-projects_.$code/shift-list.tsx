import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { StateBadge } from "#app/ui/status.tsx";

/** Who reads the page: a visitor, somebody signed in, or somebody in the volunteer register. */
export type Reader = "visitor" | "signed_in" | "volunteer";

/** What the reader has of a shift: a place in its line, a seat that is offered, or a sign-up. */
export type OwnSignup = "waiting" | "offered" | "signed_up";

type Shift = { id: string; startsAt: Date; endsAt: Date; seats: number; takenSeats: number; waiting: number };
type ShiftListProps = {
  shifts: readonly Shift[];
  reader: Reader;
  ownSignups: Readonly<Record<string, OwnSignup>>;
  /** The shift whose form was refused: the error summary leads to its box. */
  refusedShiftId: string | undefined;
  code: string;
  isOpen: boolean;
};

/** Coming shifts, each with the one next step of this reader. */
export function ShiftList({ shifts, reader, ownSignups, refusedShiftId, code, isOpen }: ShiftListProps) {
  const words = useMessages().volunteers;
  if (shifts.length === 0) return <p className="text-muted">{words.noShift}</p>;
  return (
    <ul className="stack">
      {shifts.map((shift) => (
        <li key={shift.id}>
          <Panel title={`${formatMinute(shift.startsAt)} – ${formatMinute(shift.endsAt).slice(11)}`}>
            <p>{words.shiftSeats(shift.takenSeats, shift.seats)}</p>
            {shift.waiting > 0 && <p className="text-sm text-muted">{words.inLine(shift.waiting)}</p>}
            {isOpen && (
              <NextStep
                shift={shift}
                reader={reader}
                own={ownSignups[shift.id]}
                isRefused={shift.id === refusedShiftId}
                code={code}
              />
            )}
          </Panel>
        </li>
      ))}
    </ul>
  );
}

type NextStepProps = { shift: Shift; reader: Reader; own: OwnSignup | undefined; isRefused: boolean; code: string };

function NextStep({ shift, reader, own, isRefused, code }: NextStepProps) {
  const words = useMessages().volunteers;
  const next = paths.volunteerProject(code);
  if (own !== undefined)
    return <StateBadge tone={own === "waiting" ? "info" : "success"}>{words.ownStates[own]}</StateBadge>;
  const isFull = shift.takenSeats >= shift.seats;
  if (reader === "visitor")
    return (
      <>
        {isFull && <p className="text-sm text-muted">{words.fullHint}</p>}
        <ButtonLink to={paths.login({ next })}>{isFull ? words.loginToWait : words.loginFirst}</ButtonLink>
      </>
    );
  if (reader === "signed_in") {
    return (
      <>
        <p className="text-sm text-muted">{words.registerFirstHint}</p>
        <ButtonLink to={paths.myVolunteerEntry({ next })}>{words.registerFirst}</ButtonLink>
      </>
    );
  }
  return (
    <Form>
      <input type="hidden" name="shiftId" value={shift.id} />
      <label className="choice">
        <input
          type="checkbox"
          name="acceptsRisk"
          id={isRefused ? "sign-up-acceptsRisk" : undefined}
          aria-invalid={isRefused || undefined}
        />
        <span>{words.acceptsRisk}</span>
      </label>
      {isFull && <input type="hidden" name="mayWait" value="on" />}
      {isFull && <p className="text-sm text-muted">{words.fullHint}</p>}
      <SubmitButton tone={isFull ? "secondary" : "primary"}>{isFull ? words.joinLine : words.signUp}</SubmitButton>
    </Form>
  );
}

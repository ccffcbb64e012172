/**
 * What a notice says, kept as the facts that were put up and never rewritten. Only the fields named here can get into it (F4, L31): the
 * village, the head of the household masked as official notices allow (张*军), what is asked for, and the meeting's result. Never an ID
 * number, a phone, a bank account or anybody's health, cause or age. The page puts the facts into words of its language.
 */
import { z } from "zod";
import { type HouseholdProgramme, householdProgrammes } from "../households/household.ts";
import { maskName } from "../households/masking.ts";
import { fenToDecimal } from "../money.ts";

const itemFacts = z.strictObject({
  name: z.string(),
  unit: z.string(),
  quantity: z.number(),
  /** Yuan with two decimals; absent where there is no price. */
  unitPrice: z.string().optional(),
});

const needFacts = z.strictObject({
  form: z.literal("need"),
  villageName: z.string(),
  /** Masked; absent where the village itself asks. */
  headName: z.string().optional(),
  summary: z.string(),
  items: z.array(itemFacts),
  /** Yuan with two decimals; absent where no money is asked for. */
  goal: z.string().optional(),
  meeting: z.strictObject({
    heldOn: z.string(),
    place: z.string(),
    attendeeCount: z.number(),
    votesFor: z.number(),
    votesAgainst: z.number(),
    votesAbstained: z.number(),
  }),
});

/** What the notice of an allocation of money must say (S99): source, amount, use, unit, result. */
const allocationFacts = z.strictObject({
  form: z.literal("allocation"),
  fundSource: z.string(),
  amount: z.string(),
  purpose: z.string(),
  unitName: z.string(),
  expectedResult: z.string(),
});

/**
 * Who is going to be on file, or to leave it: village, masked head, how many persons, programme, and the meeting's result. Nothing of why
 * (L31): causes, health and income stay in the file.
 */
const householdFacts = z.strictObject({
  form: z.literal("household"),
  event: z.enum(["household", "exit"]),
  villageName: z.string(),
  headName: z.string().optional(),
  memberCount: z.number(),
  programme: z.enum(householdProgrammes),
  meeting: needFacts.shape.meeting.optional(),
});

const noticeFacts = z.discriminatedUnion("form", [needFacts, allocationFacts, householdFacts]);
export type HouseholdNoticeFacts = z.output<typeof householdFacts>;
export type NeedNoticeFacts = z.output<typeof needFacts>;
export type AllocationNoticeFacts = z.output<typeof allocationFacts>;
export type NoticeFacts = z.output<typeof noticeFacts>;

/** What a notice may draw from. Whatever else hangs on a need or household stays behind. */
export type NeedNoticeSource = {
  villageName: string;
  /** The real name; null where the village itself asks. */
  headName: string | null;
  summary: string;
  goalFen: bigint | null;
  items: readonly { name: string; unit: string; quantity: number; unitPriceFen: bigint | null }[];
  meeting: {
    heldOn: string;
    place: string;
    attendeeCount: number;
    votesFor: number;
    votesAgainst: number;
    votesAbstained: number;
  };
};

/** The stored text of a need's notice: its masked facts as JSON. */
export function noticeBody(source: NeedNoticeSource): string {
  const { heldOn, place, attendeeCount, votesFor, votesAgainst, votesAbstained } = source.meeting;
  const facts: NeedNoticeFacts = {
    form: "need",
    villageName: source.villageName,
    ...(source.headName === null ? {} : { headName: maskName(source.headName) }),
    summary: source.summary,
    items: source.items.map(({ name, unit, quantity, unitPriceFen }) => ({
      name,
      unit,
      quantity,
      ...(unitPriceFen === null ? {} : { unitPrice: fenToDecimal(unitPriceFen) }),
    })),
    ...(source.goalFen === null ? {} : { goal: fenToDecimal(source.goalFen) }),
    meeting: { heldOn, place, attendeeCount, votesFor, votesAgainst, votesAbstained },
  };
  return JSON.stringify(facts);
}

/** The stored text of an allocation's notice (S99). */
export function allocationNoticeBody(
  source: Omit<AllocationNoticeFacts, "form" | "amount"> & { amountFen: bigint },
): string {
  const { fundSource, amountFen, purpose, unitName, expectedResult } = source;
  const facts: AllocationNoticeFacts = {
    form: "allocation",
    fundSource,
    amount: fenToDecimal(amountFen),
    purpose,
    unitName,
    expectedResult,
  };
  return JSON.stringify(facts);
}

export type HouseholdNoticeSource = {
  event: "household" | "exit";
  villageName: string;
  /** The real name. */
  headName: string;
  memberCount: number;
  programme: HouseholdProgramme;
  meeting: NeedNoticeSource["meeting"] | null;
};

/** The stored text of a notice about a file (S7): its masked facts as JSON. */
export function householdNoticeBody(source: HouseholdNoticeSource): string {
  const { event, villageName, headName, memberCount, programme, meeting } = source;
  const facts: HouseholdNoticeFacts = {
    form: "household",
    event,
    villageName,
    headName: maskName(headName),
    memberCount,
    programme,
    ...(meeting === null
      ? {}
      : {
          meeting: {
            heldOn: meeting.heldOn,
            place: meeting.place,
            attendeeCount: meeting.attendeeCount,
            votesFor: meeting.votesFor,
            votesAgainst: meeting.votesAgainst,
            votesAbstained: meeting.votesAbstained,
          },
        }),
  };
  return JSON.stringify(facts);
}

/** The facts of a stored body; null for one that was written as plain text, which is then shown as it is. */
export function readNoticeBody(body: string): NoticeFacts | null {
  if (!body.startsWith("{")) return null;
  try {
    return noticeFacts.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

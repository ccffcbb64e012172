import { dayInChina } from "#app/domain/clock.ts";
import { noticeBody } from "#app/domain/notices/notice-body.ts";
import { copyLine } from "#app/domain/register-imports/copy-text.ts";
import type { BulkWork } from "#db/bulk.server.ts";
import { draw, type ScaleNeed, scaleCode, scaleId } from "./scale-needs.ts";

/** Who has written, checked and approved everything of the filling; nobody can sign in as them. */
export type ScaleCast = {
  officer: string;
  town: string;
  county: string;
  secondCounty: string;
  charityId: string;
  filingId: string;
  minutesFileId: string;
};

export type ScaleNeedRow = {
  need: ScaleNeed;
  /** What its ids are made of: the place or the household, and its number there. */
  key: string;
  regionCode: string;
  villageName: string;
  /** Null: the village's own. */
  household: { id: string; headName: string } | null;
};

export type ScaleTools = { seed: number; at: Date; cast: ScaleCast };

const dayMs = 86_400_000;

export type Value = Parameters<typeof copyLine>[0][number];

export async function copyRows(
  tx: BulkWork,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const stream = await tx.copy(table, columns);
  await stream.write(rows.map(copyLine).join(""));
  await stream.end();
}

export function needIdOf(seed: number, key: string): string {
  return scaleId(seed, "need", key);
}

export function meetingOf(at: Date) {
  return {
    heldOn: dayInChina(at),
    place: "村党群服务中心",
    attendeeCount: 15,
    votesFor: 14,
    votesAgainst: 0,
    votesAbstained: 1,
  };
}

/**
 * Published needs with what the database asks for before publication: items, meeting, closed notice and signature. The rules of
 * `040-need-publication.sql` are asked at commit of every one of them, as of any other need. No steps are written (`state_transitions`):
 * those are for what people did, and are sealed for good.
 */
export async function copyNeeds(tx: BulkWork, tools: ScaleTools, rows: readonly ScaleNeedRow[]): Promise<void> {
  const made = rows.map((row) => ({ ...row, id: needIdOf(tools.seed, row.key), times: timesOf(tools, row.key) }));
  await copyRows(
    tx,
    "needs",
    needColumns,
    made.map((row) => needValues(row, tools)),
  );
  await copyRows(
    tx,
    "need_items",
    ["id", "need_id", "position", "name", "unit", "quantity", "unit_price_fen"],
    made.flatMap(({ id, key, need }) =>
      need.items.map((item, position) => [
        scaleId(tools.seed, "item", `${key}:${position}`),
        id,
        position,
        item.name,
        item.unit,
        item.quantity,
        item.unitPriceFen,
      ]),
    ),
  );
  await copyMeetings(tx, tools, made);
  await copyNotices(tx, tools, made);
  await copyRows(
    tx,
    "need_signatures",
    ["id", "need_id", "need_version", "signer_name", "method", "recorded_by", "signed_at"],
    made.map(({ id, key, household, times }) => [
      scaleId(tools.seed, "signature", key),
      id,
      1,
      household?.headName ?? "村委会",
      "signature",
      tools.cast.officer,
      times.closed,
    ]),
  );
}

type MadeNeed = ScaleNeedRow & { id: string; times: ReturnType<typeof timesOf> };

const needColumns = [
  "id",
  "public_code",
  "region_code",
  "household_id",
  "type",
  "category",
  "title",
  "summary",
  "state",
  "publication_mode",
  "charity_id",
  "filing_id",
  "goal_fen",
  "created_by",
  "created_at",
  "updated_at",
  "submitted_at",
  "checked_by",
  "checked_at",
  "approved_by",
  "published_at",
  "register_verified_on",
];

function needValues({ id, key, need, regionCode, household, times }: MadeNeed, { seed, cast }: ScaleTools): Value[] {
  const isForMoney = need.goalFen !== null;
  return [
    id,
    scaleCode(seed, "need", key),
    regionCode,
    household?.id ?? null,
    need.type,
    need.category,
    need.title,
    need.summary,
    "published",
    isForMoney ? "public" : "intent_only",
    isForMoney ? cast.charityId : null,
    isForMoney ? cast.filingId : null,
    need.goalFen,
    cast.officer,
    times.met,
    times.published,
    times.met,
    cast.town,
    times.met,
    cast.secondCounty,
    times.published,
    times.met.slice(0, 10),
  ];
}

async function copyMeetings(tx: BulkWork, { seed, cast }: ScaleTools, made: readonly MadeNeed[]): Promise<void> {
  await copyRows(
    tx,
    "review_meetings",
    [
      "id",
      "need_id",
      "need_version",
      "held_on",
      "place",
      "attendees",
      "attendee_count",
      "votes_for",
      "votes_against",
      "votes_abstained",
      "minutes",
      "recorded_by",
      "recorded_at",
    ],
    made.map(({ id, key, times }) => {
      const meeting = meetingOf(new Date(times.met));
      return [
        scaleId(seed, "meeting", key),
        id,
        1,
        meeting.heldOn,
        meeting.place,
        "村民代表、村务监督委员会成员",
        meeting.attendeeCount,
        meeting.votesFor,
        meeting.votesAgainst,
        meeting.votesAbstained,
        "到会代表逐项议过，同意上报。",
        cast.officer,
        times.met,
      ];
    }),
  );
}

async function copyNotices(tx: BulkWork, { seed, cast }: ScaleTools, made: readonly MadeNeed[]): Promise<void> {
  await copyRows(
    tx,
    "notices",
    [
      "id",
      "public_code",
      "kind",
      "need_id",
      "need_version",
      "region_code",
      "title",
      "body",
      "objection_phone",
      "min_days",
      "rule_source",
      "state",
      "opened_at",
      "closes_not_before",
      "closed_at",
      "opened_by",
    ],
    made.map(({ id, key, need, villageName, regionCode, household, times }) => [
      scaleId(seed, "notice", key),
      scaleCode(seed, "notice", key),
      "need",
      id,
      1,
      regionCode,
      need.title,
      noticeBody({
        villageName,
        headName: household?.headName ?? null,
        summary: need.summary,
        goalFen: need.goalFen === null ? null : BigInt(need.goalFen),
        items: need.items.map((item) => ({
          ...item,
          unitPriceFen: item.unitPriceFen === null ? null : BigInt(item.unitPriceFen),
        })),
        meeting: meetingOf(new Date(times.met)),
      }),
      "0000-0000000",
      7,
      "规模演示",
      "closed",
      times.opened,
      times.closed,
      times.closed,
      cast.county,
    ]),
  );
}

/** Published in the half year before the filling began, ten days after its meeting. */
function timesOf({ seed, at }: ScaleTools, key: string) {
  const bytes = draw(seed, "time", key);
  const published = at.getTime() - dayMs - bytes.readUInt32BE(0) * ((180 * dayMs) / 2 ** 32);
  const daysBefore = (days: number) => new Date(published - days * dayMs).toISOString();
  return { met: daysBefore(10), opened: daysBefore(9), closed: daysBefore(1), published: daysBefore(0) };
}

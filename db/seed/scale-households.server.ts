import { dayInChina } from "#app/domain/clock.ts";
import { consentFields } from "#app/domain/households/consent.ts";
import { householdNoticeBody } from "#app/domain/notices/notice-body.ts";
import type { BulkWork } from "#db/bulk.server.ts";
import { householdNeed, scaleCode, scaleId } from "./scale-needs.ts";
import { copyNeeds, copyRows, meetingOf, type ScaleTools } from "./scale-rows.server.ts";

const dayMs = 86_400_000;

type ImportedHousehold = {
  id: string;
  number: string;
  regionCode: string;
  villageName: string;
  headName: string;
  members: number;
};

/**
 * Takes these imported households through every step that the database asks of a file before anything is asked for in its name (S2, S5, S8, F11):
 * consents, somebody responsible, meeting, notice, signature, approval. Then one published need each. Households that
 * are on file already or not in the register are left alone.
 * @returns how many needs were written
 */
export async function copyHouseholdNeeds(
  tx: BulkWork,
  tools: ScaleTools,
  registerNumbers: readonly string[],
): Promise<number> {
  const rows = await tx.run(
    `select home.id::text as id, register_number as number, region_code as region, place.short_name as village, head_name as head,
        (select count(*)::int from household_members where household_id = home.id) as members
      from households home join regions place on place.code = home.region_code
      where register_number = any ($1::text[]) and home.state = 'imported' order by register_number`,
    [registerNumbers],
  );
  const households = rows.map((row) => ({
    id: String(row.id),
    number: String(row.number),
    regionCode: String(row.region),
    villageName: String(row.village),
    headName: String(row.head),
    members: Number(row.members),
  }));
  await putOnFile(tx, tools, households);
  await copyNeeds(
    tx,
    tools,
    households.map(({ id, number, regionCode, villageName, headName }) => ({
      need: householdNeed(tools.seed, number, villageName),
      key: number,
      regionCode,
      villageName,
      household: { id, headName },
    })),
  );
  return households.length;
}

async function putOnFile(tx: BulkWork, tools: ScaleTools, households: readonly ImportedHousehold[]): Promise<void> {
  const { seed, at, cast } = tools;
  const before = (days: number) => new Date(at.getTime() - days * dayMs).toISOString();
  const ids = households.map(({ id }) => id);
  const step = (state: string, more = "", values: readonly string[] = []) =>
    tx.run(`update households set state = $2, updated_at = $3::text::timestamptz${more} where id = any ($1::uuid[])`, [
      ids,
      state,
      at.toISOString(),
      ...values,
    ]);
  await copyRows(
    tx,
    "consents",
    [
      "id",
      "household_id",
      "purpose",
      "fields",
      "text_version",
      "signed_by_name",
      "is_guardian",
      "method",
      "recorded_by",
      "given_at",
    ],
    households.flatMap(({ id, number, headName }) =>
      (["register", "publish_masked"] as const).map((purpose) => [
        scaleId(seed, `consent:${purpose}`, number),
        id,
        purpose,
        purpose === "publish_masked" ? consentFields : [],
        "2026-01",
        headName,
        true,
        "signature",
        cast.officer,
        before(220),
      ]),
    ),
  );
  await copyRows(
    tx,
    "responsible_persons",
    ["id", "household_id", "user_id", "assigned_by", "from_at"],
    households.map(({ id, number }) => [
      scaleId(seed, "responsible", number),
      id,
      cast.officer,
      cast.town,
      before(220),
    ]),
  );
  await step("applied");
  await copyReviews(tx, tools, households, before(215));
  await step("reviewed", ", reviewed_by = $4::text::uuid", [cast.town]);
  await copyFileNotices(tx, tools, households, { opened: before(210), closes: before(203), met: before(215) });
  await step("noticed");
  await tx.run(
    `update notices set state = 'closed', closed_at = closes_not_before
      where household_id = any ($1::uuid[]) and kind = 'household' and state = 'open'`,
    [ids],
  );
  await copyRows(
    tx,
    "household_signatures",
    ["id", "household_id", "version", "signer_name", "method", "recorded_by", "signed_at"],
    households.map(({ id, number, headName }) => [
      scaleId(seed, "file-signature", number),
      id,
      1,
      headName,
      "signature",
      cast.officer,
      before(202),
    ]),
  );
  await step("signed");
  await step("approved", ", approved_by = $4::text::uuid, effective_from = $5", [
    cast.county,
    dayInChina(new Date(before(200))),
  ]);
  await step("active");
}

async function copyReviews(
  tx: BulkWork,
  { seed, cast }: ScaleTools,
  households: readonly ImportedHousehold[],
  at: string,
): Promise<void> {
  const meeting = meetingOf(new Date(at));
  await copyRows(
    tx,
    "household_reviews",
    [
      "id",
      "household_id",
      "version",
      "held_on",
      "place",
      "attendees",
      "attendee_count",
      "votes_for",
      "votes_against",
      "votes_abstained",
      "minutes",
      "minutes_file_id",
      "recorded_by",
      "recorded_at",
    ],
    households.map(({ id, number }) => [
      scaleId(seed, "file-review", number),
      id,
      1,
      meeting.heldOn,
      meeting.place,
      "村民代表、村务监督委员会成员",
      meeting.attendeeCount,
      meeting.votesFor,
      meeting.votesAgainst,
      meeting.votesAbstained,
      "逐户议过，同意。",
      cast.minutesFileId,
      cast.officer,
      at,
    ]),
  );
}

async function copyFileNotices(
  tx: BulkWork,
  { seed, cast }: ScaleTools,
  households: readonly ImportedHousehold[],
  times: { opened: string; closes: string; met: string },
): Promise<void> {
  await copyRows(
    tx,
    "notices",
    [
      "id",
      "public_code",
      "kind",
      "household_id",
      "household_version",
      "region_code",
      "title",
      "body",
      "objection_phone",
      "min_days",
      "rule_source",
      "state",
      "opened_at",
      "closes_not_before",
      "opened_by",
    ],
    households.map(({ id, number, regionCode, villageName, headName, members }) => [
      scaleId(seed, "file-notice", number),
      scaleCode(seed, "file-notice", number),
      "household",
      id,
      1,
      regionCode,
      `${villageName}农户建档公示`,
      householdNoticeBody({
        event: "household",
        villageName,
        headName,
        memberCount: members,
        programme: "registered_poor",
        meeting: meetingOf(new Date(times.met)),
      }),
      "0000-0000000",
      7,
      "规模演示",
      "open",
      times.opened,
      times.closes,
      cast.county,
    ]),
  );
}

CREATE TABLE "household_corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"evidence_file_id" uuid NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "household_corrections_two_people" CHECK ("household_corrections"."state" = 'proposed' or ("household_corrections"."decided_by" is not null and "household_corrections"."decided_at" is not null
        and "household_corrections"."decision_reason" is not null and "household_corrections"."decided_by" <> "household_corrections"."proposed_by"))
);
--> statement-breakpoint
CREATE TABLE "household_exits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"evidence_file_id" uuid NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"inspected_by" uuid,
	"inspected_at" timestamp (3) with time zone,
	"responsible_user_id" uuid,
	"inspector_name" text,
	"findings" text,
	"income_per_person_fen" bigint,
	"signature_file_id" uuid,
	"help_until" text,
	"stopped_by" uuid,
	"stop_reason" text,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "household_exits_accepted" CHECK ("household_exits"."state" <> 'accepted' or ("household_exits"."inspected_by" is not null and "household_exits"."inspected_at" is not null
        and "household_exits"."inspector_name" is not null and "household_exits"."findings" is not null and "household_exits"."signature_file_id" is not null
        and "household_exits"."help_until" is not null and "household_exits"."inspected_by" is distinct from "household_exits"."responsible_user_id"
        and "household_exits"."inspected_by" is distinct from "household_exits"."proposed_by"))
);
--> statement-breakpoint
CREATE TABLE "household_reentries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"evidence_file_id" uuid NOT NULL,
	"applied_by" uuid NOT NULL,
	"applied_at" timestamp (3) with time zone NOT NULL,
	"reviewed_by" uuid,
	"reviewed_at" timestamp (3) with time zone,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"effective_from" text,
	"refused_by" uuid,
	"refused_at" timestamp (3) with time zone,
	"refusal_reason" text,
	CONSTRAINT "household_reentries_three_people" CHECK (("household_reentries"."reviewed_by" is null or "household_reentries"."reviewed_by" <> "household_reentries"."applied_by")
        and ("household_reentries"."approved_by" is null or ("household_reentries"."reviewed_by" is not null and "household_reentries"."approved_by" <> "household_reentries"."applied_by"
          and "household_reentries"."approved_by" <> "household_reentries"."reviewed_by"))),
	CONSTRAINT "household_reentries_states" CHECK (("household_reentries"."state" <> 'reviewed' or "household_reentries"."reviewed_by" is not null)
        and ("household_reentries"."state" <> 'approved' or ("household_reentries"."approved_by" is not null and "household_reentries"."effective_from" is not null))
        and ("household_reentries"."state" <> 'refused' or ("household_reentries"."refused_by" is not null and "household_reentries"."refusal_reason" is not null)))
);
--> statement-breakpoint
CREATE TABLE "household_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"held_on" text NOT NULL,
	"place" text NOT NULL,
	"attendees" text NOT NULL,
	"attendee_count" integer NOT NULL,
	"votes_for" integer NOT NULL,
	"votes_against" integer NOT NULL,
	"votes_abstained" integer NOT NULL,
	"minutes" text NOT NULL,
	"minutes_file_id" uuid NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "household_reviews_votes" CHECK ("household_reviews"."votes_for" + "household_reviews"."votes_against" + "household_reviews"."votes_abstained" <= "household_reviews"."attendee_count"
        and "household_reviews"."votes_for" >= 0 and "household_reviews"."votes_against" >= 0 and "household_reviews"."votes_abstained" >= 0)
);
--> statement-breakpoint
CREATE TABLE "household_signatures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"signer_name" text NOT NULL,
	"method" text NOT NULL,
	"evidence_file_id" uuid,
	"recorded_by" uuid,
	"signed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "household_signatures_householdId_version_unique" UNIQUE("household_id","version")
);
--> statement-breakpoint
CREATE TABLE "household_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "household_versions_householdId_version_unique" UNIQUE("household_id","version")
);
--> statement-breakpoint
CREATE TABLE "household_checklists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"revision" integer NOT NULL,
	"food" boolean NOT NULL,
	"clothing" boolean NOT NULL,
	"education" boolean NOT NULL,
	"medical" boolean NOT NULL,
	"housing" boolean NOT NULL,
	"water" boolean NOT NULL,
	"allowance" text NOT NULL,
	"allowance_fen" bigint,
	"note" text DEFAULT '' NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "household_checklists_householdId_year_revision_unique" UNIQUE("household_id","year","revision"),
	CONSTRAINT "household_checklists_allowance" CHECK ("household_checklists"."allowance_fen" is null or "household_checklists"."allowance_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "household_look_backs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"due_on" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_by" uuid,
	"done_at" timestamp (3) with time zone,
	"finding" text,
	"note" text,
	CONSTRAINT "household_look_backs_householdId_year_unique" UNIQUE("household_id","year"),
	CONSTRAINT "household_look_backs_done" CHECK (("household_look_backs"."done_at" is null) = ("household_look_backs"."finding" is null or "household_look_backs"."note" is null))
);
--> statement-breakpoint
CREATE TABLE "household_warnings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"grade" text NOT NULL,
	"key" text NOT NULL,
	"note" text NOT NULL,
	"owner_id" uuid,
	"due_on" text NOT NULL,
	"raised_by" uuid,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp (3) with time zone,
	"close_reason" text,
	CONSTRAINT "household_warnings_key_unique" UNIQUE("key"),
	CONSTRAINT "household_warnings_closed" CHECK (("household_warnings"."closed_at" is null) = ("household_warnings"."close_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "left_behind_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"visit_every_days" integer NOT NULL,
	"from_on" text NOT NULL,
	"to_on" text,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "left_behind_entries_interval" CHECK ("left_behind_entries"."visit_every_days" between 1 and 366)
);
--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "reviewed_by" uuid;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "approved_by" uuid;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "effective_from" text;--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "help_until" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "household_id" uuid;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "household_version" integer;--> statement-breakpoint
ALTER TABLE "household_corrections" ADD CONSTRAINT "household_corrections_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_corrections" ADD CONSTRAINT "household_corrections_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_corrections" ADD CONSTRAINT "household_corrections_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_corrections" ADD CONSTRAINT "household_corrections_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_inspected_by_users_id_fk" FOREIGN KEY ("inspected_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_responsible_user_id_users_id_fk" FOREIGN KEY ("responsible_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_signature_file_id_files_id_fk" FOREIGN KEY ("signature_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_exits" ADD CONSTRAINT "household_exits_stopped_by_users_id_fk" FOREIGN KEY ("stopped_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_applied_by_users_id_fk" FOREIGN KEY ("applied_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reentries" ADD CONSTRAINT "household_reentries_refused_by_users_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reviews" ADD CONSTRAINT "household_reviews_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reviews" ADD CONSTRAINT "household_reviews_minutes_file_id_files_id_fk" FOREIGN KEY ("minutes_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_reviews" ADD CONSTRAINT "household_reviews_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_signatures" ADD CONSTRAINT "household_signatures_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_signatures" ADD CONSTRAINT "household_signatures_evidence_file_id_files_id_fk" FOREIGN KEY ("evidence_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_signatures" ADD CONSTRAINT "household_signatures_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_versions" ADD CONSTRAINT "household_versions_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_versions" ADD CONSTRAINT "household_versions_changed_by_users_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_checklists" ADD CONSTRAINT "household_checklists_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_checklists" ADD CONSTRAINT "household_checklists_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_look_backs" ADD CONSTRAINT "household_look_backs_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_look_backs" ADD CONSTRAINT "household_look_backs_done_by_users_id_fk" FOREIGN KEY ("done_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_warnings" ADD CONSTRAINT "household_warnings_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_warnings" ADD CONSTRAINT "household_warnings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_warnings" ADD CONSTRAINT "household_warnings_raised_by_users_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_warnings" ADD CONSTRAINT "household_warnings_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "left_behind_entries" ADD CONSTRAINT "left_behind_entries_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "left_behind_entries" ADD CONSTRAINT "left_behind_entries_member_id_household_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."household_members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "left_behind_entries" ADD CONSTRAINT "left_behind_entries_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "household_corrections_open" ON "household_corrections" USING btree ("household_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "household_exits_open" ON "household_exits" USING btree ("household_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "household_reentries_open" ON "household_reentries" USING btree ("household_id") WHERE state in ('applied', 'reviewed');--> statement-breakpoint
CREATE INDEX "household_reviews_household" ON "household_reviews" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "household_warnings_household" ON "household_warnings" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "household_warnings_open" ON "household_warnings" USING btree ("due_on") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "left_behind_entries_standing" ON "left_behind_entries" USING btree ("member_id") WHERE to_on is null;--> statement-breakpoint
CREATE INDEX "left_behind_entries_household" ON "left_behind_entries" USING btree ("household_id");--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_approved_by_users_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_household_id_households_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_household" ON "notices" USING btree ("household_id");--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_two_people" CHECK ("households"."reviewed_by" is distinct from "households"."created_by" or "households"."reviewed_by" is null);--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_three_people" CHECK ("households"."approved_by" is null or ("households"."approved_by" is distinct from "households"."created_by" and "households"."approved_by" is distinct from "households"."reviewed_by"));
CREATE TABLE "helper_group_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "helper_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"public_code" text NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "helper_groups_publicCode_unique" UNIQUE("public_code")
);
--> statement-breakpoint
CREATE TABLE "professionals" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"profession" text NOT NULL,
	"title" text NOT NULL,
	"organization_id" uuid,
	"field" text NOT NULL,
	"state" text NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "professionals_other_person" CHECK ("professionals"."decided_by" is null or "professionals"."decided_by" <> "professionals"."user_id"),
	CONSTRAINT "professionals_hospital" CHECK ("professionals"."profession" <> 'doctor' or "professionals"."organization_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "pairing_deed_files" (
	"deed_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "pairing_deed_files_deed_id_file_id_pk" PRIMARY KEY("deed_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "pairing_deeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"way" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"done_on" text NOT NULL,
	"worth_fen" bigint,
	"household_count" integer NOT NULL,
	"state" text NOT NULL,
	"reported_by" uuid NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"confirmed_by_role" text,
	"decision_note" text,
	CONSTRAINT "pairing_deeds_two_people" CHECK ("pairing_deeds"."decided_by" is null or "pairing_deeds"."decided_by" <> "pairing_deeds"."reported_by"),
	CONSTRAINT "pairing_deeds_year" CHECK (left("pairing_deeds"."done_on", 4) = "pairing_deeds"."year"::text),
	CONSTRAINT "pairing_deeds_numbers" CHECK ("pairing_deeds"."household_count" >= 0 and ("pairing_deeds"."worth_fen" is null or "pairing_deeds"."worth_fen" > 0)),
	CONSTRAINT "pairing_deeds_decided" CHECK (("pairing_deeds"."state" = 'reported') = ("pairing_deeds"."decided_by" is null))
);
--> statement-breakpoint
CREATE TABLE "pairing_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"side" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"written_by" uuid NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "pairing_messages_two_people" CHECK ("pairing_messages"."decided_by" is null or "pairing_messages"."decided_by" <> "pairing_messages"."written_by")
);
--> statement-breakpoint
CREATE TABLE "pairing_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"outcome" text NOT NULL,
	"note" text NOT NULL,
	"reviewed_by" uuid NOT NULL,
	"reviewed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pairing_kinds" (
	"key" text PRIMARY KEY NOT NULL,
	"helper" text NOT NULL,
	"target" text NOT NULL,
	"fitness" text NOT NULL,
	"slot" text NOT NULL,
	"per_helper" integer,
	"per_target" integer,
	"smallest_group" integer,
	"is_official" boolean NOT NULL
);
--> statement-breakpoint
DROP INDEX "pairings_one_active_household";--> statement-breakpoint
DROP INDEX "pairings_one_live_organization";--> statement-breakpoint
DROP INDEX "pairings_one_live_individual";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "hospital_grade" text;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "partner_organization_id" uuid;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "helper_key" text GENERATED ALWAYS AS (coalesce(group_id, organization_id, user_id)::text) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "target_key" text GENERATED ALWAYS AS (coalesce(household_id::text, partner_organization_id::text, region_code)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "agreement_text" text;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "agreed_by" uuid;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "agreed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "predecessor_id" uuid;--> statement-breakpoint
ALTER TABLE "helper_group_members" ADD CONSTRAINT "helper_group_members_group_id_helper_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."helper_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "helper_group_members" ADD CONSTRAINT "helper_group_members_user_id_volunteers_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."volunteers"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "helper_groups" ADD CONSTRAINT "helper_groups_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "helper_groups" ADD CONSTRAINT "helper_groups_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "professionals" ADD CONSTRAINT "professionals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "professionals" ADD CONSTRAINT "professionals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "professionals" ADD CONSTRAINT "professionals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_deed_files" ADD CONSTRAINT "pairing_deed_files_deed_id_pairing_deeds_id_fk" FOREIGN KEY ("deed_id") REFERENCES "public"."pairing_deeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_deed_files" ADD CONSTRAINT "pairing_deed_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_deeds" ADD CONSTRAINT "pairing_deeds_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_deeds" ADD CONSTRAINT "pairing_deeds_reported_by_users_id_fk" FOREIGN KEY ("reported_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_deeds" ADD CONSTRAINT "pairing_deeds_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_messages" ADD CONSTRAINT "pairing_messages_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_messages" ADD CONSTRAINT "pairing_messages_written_by_users_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_messages" ADD CONSTRAINT "pairing_messages_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_reviews" ADD CONSTRAINT "pairing_reviews_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_reviews" ADD CONSTRAINT "pairing_reviews_reviewed_by_users_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "helper_group_members_standing" ON "helper_group_members" USING btree ("group_id","user_id") WHERE left_at is null;--> statement-breakpoint
CREATE INDEX "helper_group_members_user" ON "helper_group_members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "professionals_state" ON "professionals" USING btree ("state","profession");--> statement-breakpoint
CREATE INDEX "pairing_deeds_pairing" ON "pairing_deeds" USING btree ("pairing_id","year");--> statement-breakpoint
CREATE INDEX "pairing_messages_pairing" ON "pairing_messages" USING btree ("pairing_id","written_at");--> statement-breakpoint
CREATE INDEX "pairing_messages_held" ON "pairing_messages" USING btree ("pairing_id") WHERE state = 'held';--> statement-breakpoint
CREATE UNIQUE INDEX "pairing_reviews_year" ON "pairing_reviews" USING btree ("pairing_id","year");--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_group_id_helper_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."helper_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_partner_organization_id_organizations_id_fk" FOREIGN KEY ("partner_organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_agreed_by_users_id_fk" FOREIGN KEY ("agreed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_predecessor_id_pairings_id_fk" FOREIGN KEY ("predecessor_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pairings_one_live" ON "pairings" USING btree ("kind","helper_key","target_key") WHERE state in ('proposed','identity_checked','consented','agreed','active');--> statement-breakpoint
CREATE INDEX "pairings_active_target" ON "pairings" USING btree ("target_key") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "pairings_active_helper" ON "pairings" USING btree ("helper_key") WHERE state = 'active';
CREATE TABLE "callback_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"callback_id" uuid NOT NULL,
	"reached" boolean NOT NULL,
	"received" text,
	"amount_fen" bigint,
	"received_on" text,
	"words" text DEFAULT '' NOT NULL,
	"called_by" uuid NOT NULL,
	"called_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "callback_answers_whole" CHECK (case when "callback_answers"."reached" then "callback_answers"."received" is not null and "callback_answers"."amount_fen" is not null and ("callback_answers"."received" = 'not') = ("callback_answers"."amount_fen" = 0) and "callback_answers"."amount_fen" >= 0 else "callback_answers"."received" is null and "callback_answers"."amount_fen" is null end)
);
--> statement-breakpoint
CREATE TABLE "callback_draws" (
	"id" uuid PRIMARY KEY NOT NULL,
	"month" text NOT NULL,
	"town_code" text NOT NULL,
	"seed_day" text NOT NULL,
	"seed_root" text NOT NULL,
	"percent" integer NOT NULL,
	"candidate_count" integer NOT NULL,
	"drawn_count" integer NOT NULL,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "callback_draws_month_townCode_unique" UNIQUE("month","town_code"),
	CONSTRAINT "callback_draws_count" CHECK ("callback_draws"."drawn_count" between 1 and "callback_draws"."candidate_count")
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draw_id" uuid NOT NULL,
	"disbursement_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"state" text DEFAULT 'drawn' NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "callbacks_disbursementId_unique" UNIQUE("disbursement_id"),
	CONSTRAINT "callbacks_drawId_place_unique" UNIQUE("draw_id","place")
);
--> statement-breakpoint
CREATE TABLE "report_mail_stops" (
	"need_id" uuid NOT NULL,
	"address_index" text NOT NULL,
	"stopped_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_mail_stops_need_id_address_index_pk" PRIMARY KEY("need_id","address_index")
);
--> statement-breakpoint
DROP INDEX "impact_reports_one_per_need";--> statement-breakpoint
ALTER TABLE "official_receipts" ADD COLUMN "document_file_id" uuid;--> statement-breakpoint
ALTER TABLE "impact_reports" ADD COLUMN "kind" text DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "money_since" text;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "next_report_on" text;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "report_missed_on" text;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD COLUMN "public_code" text;--> statement-breakpoint
-- Allocations made before they had notices get a code from their random id, in the letters of public codes.
UPDATE "pool_allocations" SET "public_code" = overlay(left(translate(upper(md5("id"::text)), 'AE', 'XY'), 10) placing '-' || substr(translate(upper(md5("id"::text)), 'AE', 'XY'), 6, 1) from 6 for 1);--> statement-breakpoint
ALTER TABLE "pool_allocations" ALTER COLUMN "public_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "callback_answers" ADD CONSTRAINT "callback_answers_callback_id_callbacks_id_fk" FOREIGN KEY ("callback_id") REFERENCES "public"."callbacks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "callback_answers" ADD CONSTRAINT "callback_answers_called_by_users_id_fk" FOREIGN KEY ("called_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_draw_id_callback_draws_id_fk" FOREIGN KEY ("draw_id") REFERENCES "public"."callback_draws"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_disbursement_id_disbursements_id_fk" FOREIGN KEY ("disbursement_id") REFERENCES "public"."disbursements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_mail_stops" ADD CONSTRAINT "report_mail_stops_need_id_needs_id_fk" FOREIGN KEY ("need_id") REFERENCES "public"."needs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "callback_answers_callback" ON "callback_answers" USING btree ("callback_id","called_at");--> statement-breakpoint
CREATE INDEX "callbacks_open" ON "callbacks" USING btree ("state");--> statement-breakpoint
ALTER TABLE "official_receipts" ADD CONSTRAINT "official_receipts_document_file_id_files_id_fk" FOREIGN KEY ("document_file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "impact_reports_one_in_work" ON "impact_reports" USING btree ("need_id") WHERE state in ('drafted', 'submitted', 'returned');--> statement-breakpoint
CREATE INDEX "needs_next_report" ON "needs" USING btree ("next_report_on") WHERE next_report_on is not null;--> statement-breakpoint
ALTER TABLE "pool_allocations" ADD CONSTRAINT "pool_allocations_publicCode_unique" UNIQUE("public_code");--> statement-breakpoint
ALTER TABLE "offline_gifts" ADD CONSTRAINT "offline_gifts_claimed_by_giver" CHECK ("offline_gifts"."claimed_by" is null or ("offline_gifts"."claimed_by" <> "offline_gifts"."recorded_by" and "offline_gifts"."claimed_by" is distinct from "offline_gifts"."approved_by"));